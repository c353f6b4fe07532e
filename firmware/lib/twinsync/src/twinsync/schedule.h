// A fixed grid of instants. A late call does not move the grid; slots that passed unused are skipped and counted.
#pragma once

#include <stdint.h>

namespace twinsync {

class Schedule {
  public:
    Schedule(uint64_t period_us, uint64_t first_us) : period_us_(period_us), next_us_(first_us) {}

    bool due(uint64_t now_us) {
        if (now_us < next_us_) return false;
        const uint64_t late = (now_us - next_us_) / period_us_;
        skipped_ += static_cast<uint32_t>(late);
        next_us_ += (late + 1) * period_us_;
        return true;
    }

    void restart(uint64_t first_us) { next_us_ = first_us; }
    uint32_t skipped() const { return skipped_; }

  private:
    uint64_t period_us_;
    uint64_t next_us_;
    uint32_t skipped_ = 0;
};

}  // namespace twinsync
