#include "machine.h"

#include <algorithm>
#include <stdio.h>
#include <stdlib.h>

#include "Arduino.h"

Machine machine;

void Machine::power_on(const Options &options) {
    options_ = options;
    random_ = options.seed;
    sensor_.power_on(options.who_am_i, options.tone_hz, options.tone_mps2);
    setup();
}

uint32_t Machine::micros() const {
    const __int128 drift_ns = static_cast<__int128>(now_ns_) * options_.drift_ppb / 1000000000;
    return static_cast<uint32_t>(options_.start_us + static_cast<uint64_t>((now_ns_ + drift_ns) / 1000));
}

// SplitMix64.
uint32_t Machine::random() {
    random_ += 0x9E3779B97F4A7C15ULL;
    uint64_t mixed = random_;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBULL;
    return static_cast<uint32_t>(mixed >> 32);
}

void Machine::run(int64_t ns, bool to_line) {
    due_ns_ += ns;
    line_begun_ = false;
    while (now_ns_ < due_ns_) {
        loop();
        pass(std::min(options_.loop_ns, due_ns_ - now_ns_));
        if (to_line && line_begun_) due_ns_ = now_ns_;
    }
}

void Machine::stall(int64_t ns) {
    due_ns_ += ns;
    pass(due_ns_ - now_ns_);
}

void Machine::pass(int64_t ns) {
    if (ns <= 0) return;
    now_ns_ += ns;
    while (!fifo_.empty() && next_out_ns_ <= now_ns_) {
        wire_out_.push_back(static_cast<char>(fifo_.front()));
        line_begun_ = line_begun_ || between_lines_;
        between_lines_ = fifo_.front() == '\n';
        fifo_.pop_front();
        next_out_ns_ += BYTE_NS;
    }
    while (taken_ < wire_in_.size() && next_in_ns_ <= now_ns_) {
        if (received_.size() < RECEIVE_BUFFER) {
            received_.push_back(static_cast<uint8_t>(wire_in_[taken_]));
        } else {
            ++lost_input_;
        }
        ++taken_;
        next_in_ns_ += BYTE_NS;
    }
    if (taken_ == wire_in_.size()) {
        wire_in_.clear();
        taken_ = 0;
        if (next_in_ns_ < now_ns_ + BYTE_NS) next_in_ns_ = now_ns_ + BYTE_NS;
    }
}

std::string Machine::sent() {
    std::string bytes;
    bytes.swap(wire_out_);
    return bytes;
}

int Machine::uart_read() {
    if (received_.empty()) return -1;
    const uint8_t byte = received_.front();
    received_.pop_front();
    return byte;
}

void Machine::uart_write(const uint8_t *bytes, size_t count) {
    // A real UART would hold the program up here: the firmware promises never to do that.
    if (count > FIFO - fifo_.size()) {
        fprintf(stderr, "a write of %zu bytes into %d free ones would wait\n", count, uart_room());
        abort();
    }
    if (fifo_.empty() && next_out_ns_ < now_ns_ + BYTE_NS) next_out_ns_ = now_ns_ + BYTE_NS;
    fifo_.insert(fifo_.end(), bytes, bytes + count);
}
