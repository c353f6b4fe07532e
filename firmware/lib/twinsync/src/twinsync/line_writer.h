// Composes one outgoing line in a bounded buffer; numbers in fixed notation, the checksum at its end.
#pragma once

#include "crc.h"
#include "text.h"

namespace twinsync {

class LineWriter {
  public:
    // Every line fits the 128-byte transmit FIFO of the ESP32, so that it can be handed over whole.
    static constexpr size_t LIMIT = 127;

    LineWriter &text(Text more) {
        for (size_t i = 0; i < more.size; ++i) byte(more.start[i]);
        return *this;
    }

    LineWriter &u32(uint32_t value) { return digits(value, 1); }

    // `value` in units of 10^-decimals.
    LineWriter &fixed(int64_t value, int decimals) {
        if (value < 0) byte('-');
        const uint64_t size = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        uint64_t unit = 1;
        for (int i = 0; i < decimals; ++i) unit *= 10;
        digits(size / unit, 1);
        byte('.');
        return digits(size % unit, decimals);
    }

    LineWriter &hex(uint64_t value, int width, const char *alphabet = "0123456789abcdef") {
        for (int shift = 4 * (width - 1); shift >= 0; shift -= 4) byte(alphabet[(value >> shift) & 0xF]);
        return *this;
    }

    LineWriter &checksum() {
        const uint16_t crc = crc16(buffer_, size_);
        byte('*');
        return hex(crc, 4, "0123456789ABCDEF");
    }

    LineWriter &end() {
        byte('\n');
        return *this;
    }

    const char *bytes() const { return buffer_; }
    size_t size() const { return size_; }
    // Whether something did not fit. Such a line must not be sent.
    bool cut() const { return cut_; }

  private:
    void byte(char value) {
        if (size_ < LIMIT) {
            buffer_[size_++] = value;
        } else {
            cut_ = true;
        }
    }

    LineWriter &digits(uint64_t value, int width) {
        char reversed[20];
        int count = 0;
        do {
            reversed[count++] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value > 0 || count < width);
        while (count > 0) byte(reversed[--count]);
        return *this;
    }

    char buffer_[LIMIT];
    size_t size_ = 0;
    bool cut_ = false;
};

}  // namespace twinsync
