// What waits for the UART, and in which order it goes. A line is handed over whole, and only where the UART has room:
// nothing ever waits inside a write. What finds every place taken is dropped and counted.
#pragma once

#include "mpu6050.h"
#include "reply.h"
#include "ring.h"

namespace twinsync {

struct Sample {
    uint32_t micros = 0;
    Force force;
};

struct Pong {
    uint32_t id = 0;
    uint32_t received_us = 0;
};

enum class Next : uint8_t { Nothing, Hello, Counts, Reply, Pong, Clock, Sample };

class Outbox {
  public:
    void ask_hello() { hello_ = true; }
    void ask_counts() { counts_ = true; }
    // A clock line that has not left when the next is due has become pointless: false says that one was lost.
    bool ask_clock() {
        const bool free = !clock_;
        clock_ = true;
        return free;
    }
    bool push(const Reply &reply) { return count(replies_.push(reply)); }
    bool push(const Pong &pong) { return count(pongs_.push(pong)); }
    bool push(const Sample &sample) { return count(samples_.push(sample)); }

    const Reply &reply() const { return replies_.front(); }
    const Pong &pong() const { return pongs_.front(); }
    const Sample &sample() const { return samples_.front(); }

    // `quiet`: the UART has nothing left to send. Lines that carry the instant at which they leave wait for that, and
    // hold the others meanwhile (at most one FIFO, 11 ms), in turns, so that neither kind starves.
    Next next(bool quiet) const {
        if (hello_) return Next::Hello;
        const bool stamped = !pongs_.empty() || clock_;
        const bool plain = counts_ || !replies_.empty() || !samples_.empty();
        if (stamped && !(stamped_last_ && plain)) {
            if (!quiet) return Next::Nothing;
            return pongs_.empty() ? Next::Clock : Next::Pong;
        }
        if (!replies_.empty()) return Next::Reply;
        if (counts_) return Next::Counts;
        return samples_.empty() ? Next::Nothing : Next::Sample;
    }

    void sent(Next what) {
        stamped_last_ = what == Next::Pong || what == Next::Clock;
        if (what == Next::Hello) hello_ = false;
        if (what == Next::Counts) counts_ = false;
        if (what == Next::Clock) clock_ = false;
        if (what == Next::Reply) replies_.pop();
        if (what == Next::Pong) pongs_.pop();
        if (what == Next::Sample) samples_.pop();
    }

    void forget_samples() { samples_.clear(); }
    uint32_t dropped() const { return dropped_; }

  private:
    bool count(bool fitted) {
        if (!fitted) ++dropped_;
        return fitted;
    }

    Ring<Reply, 8> replies_;
    Ring<Pong, 4> pongs_;
    Ring<Sample, 16> samples_;
    bool hello_ = false, counts_ = false, clock_ = false, stamped_last_ = false;
    uint32_t dropped_ = 0;
};

}  // namespace twinsync
