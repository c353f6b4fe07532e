// A piece of text that somebody else keeps, and numbers read from it without locale, exceptions or rounding surprises.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace twinsync {

struct Text {
    const char *start = nullptr;
    size_t size = 0;

    Text() = default;
    Text(const char *bytes, size_t count) : start(bytes), size(count) {}
    Text(const char *literal) : start(literal), size(strlen(literal)) {}

    bool operator==(const Text &other) const {
        return size == other.size && (size == 0 || memcmp(start, other.start, size) == 0);
    }
    Text first(size_t count) const { return Text(start, count < size ? count : size); }
    Text from(size_t at) const { return at < size ? Text(start + at, size - at) : Text(); }
    // The place of a byte, or `size` where it does not occur.
    size_t find(char byte) const {
        size_t at = 0;
        while (at < size && start[at] != byte) ++at;
        return at;
    }
    Text trimmed() const {
        Text text = *this;
        while (text.size > 0 && text.start[0] == ' ') text = text.from(1);
        while (text.size > 0 && text.start[text.size - 1] == ' ') --text.size;
        return text;
    }
};

inline bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// Decimal digits and nothing else, up to 4294967295.
inline bool read_u32(Text text, uint32_t &value) {
    uint64_t sum = 0;
    if (text.size == 0 || text.size > 10) return false;
    for (size_t i = 0; i < text.size; ++i) {
        if (!is_digit(text.start[i])) return false;
        sum = sum * 10 + static_cast<uint64_t>(text.start[i] - '0');
    }
    if (sum > UINT32_MAX) return false;
    value = static_cast<uint32_t>(sum);
    return true;
}

// A decimal number with an optional sign and point, as a whole number of units of 10^-decimals, rounded half away from
// zero. Refuses more than ten digits before the point: `value` stays below 10^(11 + decimals), so decimals <= 8 fit.
inline bool read_fixed(Text text, int decimals, int64_t &value) {
    const bool negative = text.size > 0 && text.start[0] == '-';
    if (negative || (text.size > 0 && text.start[0] == '+')) text = text.from(1);
    int64_t sum = 0;
    int whole_digits = 0, taken = 0;
    bool point = false, any = false, round_up = false;
    for (size_t i = 0; i < text.size; ++i) {
        const char byte = text.start[i];
        if (byte == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(byte)) return false;
        any = true;
        if (!point && sum > 0 && ++whole_digits >= 10) return false;
        if (point && taken == decimals) {
            round_up = byte >= '5';
            ++taken;
        } else if (!point || taken < decimals) {
            sum = sum * 10 + (byte - '0');
            if (point) ++taken;
        }
    }
    if (!any) return false;
    for (; taken < decimals; ++taken) sum *= 10;
    if (round_up) ++sum;
    value = negative ? -sum : sum;
    return true;
}

}  // namespace twinsync
