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

// The answers to the last commands with an id. The id alone counts: a host may bring the value of a repeat up to date.
class Memory {
  public:
    // The answer that was given under an id; null where none is remembered.
    const Reply *find(uint32_t id) const {
        for (size_t i = 0; i < count_; ++i) {
            if (replies_[i].command.id == id) return &replies_[i];
        }
        return nullptr;
    }

    void keep(const Reply &reply) {
        replies_[next_] = reply;
        next_ = (next_ + 1) % PLACES;
        if (count_ < PLACES) ++count_;
    }

  private:
    static constexpr size_t PLACES = 16;

    Reply replies_[PLACES];
    size_t next_ = 0;
    size_t count_ = 0;
};

}  // namespace twinsync
