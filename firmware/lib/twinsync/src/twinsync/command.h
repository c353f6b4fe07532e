// What a host may say, and how a line becomes a command. Whoever gives an id must give a checksum, too; a person at a
// terminal, or a script of the course, gives neither.
#pragma once

#include "corrected_clock.h"
#include "crc.h"
#include "text.h"

namespace twinsync {

enum class Kind : uint8_t { Hello, Counts, Ping, Phase, Multiplier, Vibration, Unknown };

struct Command {
    Kind kind = Kind::Unknown;
    // Microseconds of a phase, 1e-8 of a multiplier, 0 or 1 of vibration.
    int64_t value = 0;
    uint32_t id = 0;
    bool has_id = false;
    bool checked = false;
};

// Rejected: damaged or no command at all, so that an answer would have no address. Unreadable: a command whose value
// makes no sense, or whose name is unknown; the sender is told.
enum class Parsed : uint8_t { Rejected, Unreadable, Ready };

// Takes the checksum off. False where there is one and it is wrong.
inline bool take_checksum(Text &line, bool &checked) {
    const size_t star = line.find('*');
    checked = star < line.size;
    if (!checked) return true;
    if (line.size - star != 5) return false;
    uint16_t claimed = 0;
    for (size_t i = star + 1; i < line.size; ++i) {
        const char byte = line.start[i];
        const bool letter = byte >= 'A' && byte <= 'F';
        if (!letter && !is_digit(byte)) return false;
        claimed = static_cast<uint16_t>(claimed << 4 | (letter ? byte - 'A' + 10 : byte - '0'));
    }
    line = line.first(star);
    return claimed == crc16(line.start, line.size);
}

inline Kind kind_of(Text name) {
    if (name == Text("SET_PHASE")) return Kind::Phase;
    if (name == Text("SET_MULT") || name == Text("SET_TICK_MULTIPLIER")) return Kind::Multiplier;
    if (name == Text("VIBRATION")) return Kind::Vibration;
    if (name == Text("PING")) return Kind::Ping;
    return Kind::Unknown;
}

inline bool read_value(Kind kind, Text text, int64_t &value) {
    if (kind == Kind::Phase) return read_fixed(text, 6, value);
    if (kind == Kind::Multiplier) return read_fixed(text, 8, value);
    uint32_t number = 0;
    if (kind != Kind::Vibration || !read_u32(text, number) || number > 1) return false;
    value = number;
    return true;
}

inline Parsed parse(Text line, Command &command) {
    if (!take_checksum(line, command.checked)) return Parsed::Rejected;
    line = line.trimmed();
    if (line == Text("HELLO?") || line == Text("COUNTS?")) {
        command.kind = line == Text("HELLO?") ? Kind::Hello : Kind::Counts;
        return Parsed::Ready;
    }
    const size_t colon = line.find(':'), equals = line.find('=');
    const size_t separator = colon < equals ? colon : equals;
    if (separator == line.size) return Parsed::Rejected;
    command.kind = kind_of(line.first(separator).trimmed());
    Text value = line.from(separator + 1);
    if (command.kind == Kind::Ping) {
        return command.checked && read_u32(value, command.id) ? Parsed::Ready : Parsed::Rejected;
    }
    const size_t comma = value.find(',');
    if (comma < value.size) {
        const Text field = value.from(comma);
        command.has_id = command.checked && field.first(4) == Text(",ID:") && read_u32(field.from(4), command.id);
        if (!command.has_id) return Parsed::Rejected;
        value = value.first(comma);
    }
    if (command.kind == Kind::Unknown) return command.has_id ? Parsed::Unreadable : Parsed::Rejected;
    return read_value(command.kind, value.trimmed(), command.value) ? Parsed::Ready : Parsed::Unreadable;
}

}  // namespace twinsync
