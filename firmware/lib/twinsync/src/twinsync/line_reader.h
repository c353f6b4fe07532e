// Gathers incoming bytes to lines, one byte at a time, in a buffer that cannot grow.
#pragma once

#include "text.h"

namespace twinsync {

class LineReader {
  public:
    static constexpr size_t LIMIT = 256;

    enum class Outcome { More, Line, TooLong };

    // `now_us` is the instant at which this byte was read.
    Outcome push(char byte, uint64_t now_us) {
        if (complete_) {
            size_ = 0;
            complete_ = false;
        }
        if (byte == '\n') {
            const bool too_long = too_long_;
            too_long_ = false;
            complete_ = true;
            if (size_ > 0 && buffer_[size_ - 1] == '\r') --size_;
            return too_long ? Outcome::TooLong : Outcome::Line;
        }
        if (size_ == 0) first_byte_us_ = now_us;
        if (size_ < LIMIT) {
            buffer_[size_++] = byte;
        } else {
            too_long_ = true;
        }
        return Outcome::More;
    }

    // The last complete line, without its end; valid until the next byte.
    Text line() const { return Text(buffer_, size_); }
    uint64_t first_byte_us() const { return first_byte_us_; }

  private:
    char buffer_[LIMIT];
    size_t size_ = 0;
    uint64_t first_byte_us_ = 0;
    bool complete_ = false;
    bool too_long_ = false;
};

}  // namespace twinsync
