// What the board answers, how it is worded, and the memory that keeps a repeated command from acting twice.
#pragma once

#include "command.h"
#include "line_writer.h"

namespace twinsync {

enum class Verdict : uint8_t { Done, MultiplierOutside, PhaseOutside, Unreadable, UnknownCommand };

struct Reply {
    Command command;
    Verdict verdict = Verdict::Done;
};

inline Verdict judge(const Command &command) {
    if (command.kind == Kind::Multiplier && !CorrectedClock::takes_multiplier(command.value)) {
        return Verdict::MultiplierOutside;
    }
    if (command.kind == Kind::Phase && !CorrectedClock::takes_phase(command.value)) return Verdict::PhaseOutside;
    return Verdict::Done;
}

inline Text reason(Verdict verdict) {
    switch (verdict) {
        case Verdict::MultiplierOutside: return "multiplier outside 0.978..1.022";
        case Verdict::PhaseOutside: return "phase outside 0..4294967295";
        case Verdict::UnknownCommand: return "unknown command";
        default: return "unreadable";
    }
}

inline void word(const Reply &reply, LineWriter &line) {
    const Command &command = reply.command;
    if (reply.verdict != Verdict::Done) {
        line.text("NAK: ").text(reason(reply.verdict));
    } else if (command.kind == Kind::Phase) {
        line.text("ACK: SET_PHASE:").fixed((command.value + 500) / 1000, 3);
    } else if (command.kind == Kind::Multiplier) {
        line.text("ACK: SET_MULT:").fixed(command.value, 8);
    } else {
        line.text("ACK: VIBRATION:").u32(static_cast<uint32_t>(command.value));
    }
    if (command.has_id) line.text(",ID:").u32(command.id);
    if (command.checked) line.checksum();
    line.end();
}

// The last commands with an id. A repeat is the same id with the same content: a host that starts anew and counts from
// the same number again is heard.
class Memory {
  public:
    bool knows(const Command &command) const {
        for (size_t i = 0; i < count_; ++i) {
            const Command &known = commands_[i];
            if (known.id == command.id && known.kind == command.kind && known.value == command.value) return true;
        }
        return false;
    }

    void keep(const Command &command) {
        commands_[next_] = command;
        next_ = (next_ + 1) % PLACES;
        if (count_ < PLACES) ++count_;
    }

  private:
    static constexpr size_t PLACES = 16;

    Command commands_[PLACES];
    size_t next_ = 0;
    size_t count_ = 0;
};

}  // namespace twinsync
