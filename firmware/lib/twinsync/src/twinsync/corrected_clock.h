// The corrected clock: an anchor and a multiplier. A new multiplier takes over where the old one left off, so that the
// clock has no jump; only a phase sets it. Whole numbers throughout: nothing is ever rounded away.
#pragma once

#include <stdint.h>

namespace twinsync {

class CorrectedClock {
  public:
    // Multipliers are in units of 1e-8.
    static constexpr int64_t ONE = 100000000;
    static constexpr int64_t LOWEST = 97800000;
    static constexpr int64_t HIGHEST = 102200000;
    // The largest phase, in microseconds: 4294967295 s.
    static constexpr int64_t LAST_PHASE_US = 4294967295LL * 1000000LL;

    static bool takes_multiplier(int64_t multiplier) { return multiplier >= LOWEST && multiplier <= HIGHEST; }
    static bool takes_phase(int64_t phase_us) { return phase_us >= 0 && phase_us <= LAST_PHASE_US; }

    // Corrected time in whole microseconds, rounded down, at a raw instant not before the last anchor.
    int64_t at(uint64_t raw_us) {
        if (raw_us - anchor_raw_us_ > REACH_US) anchor(raw_us);
        return anchor_wall_us_ + (anchor_rest_ + run(raw_us)) / ONE;
    }

    void set_multiplier(int64_t multiplier, uint64_t raw_us) {
        anchor(raw_us);
        multiplier_ = multiplier;
    }

    // Makes the clock show `phase_us` at a raw instant, which may lie a little before the last anchor.
    void set_phase(int64_t phase_us, uint64_t raw_us) {
        anchor_raw_us_ = raw_us;
        anchor_wall_us_ = phase_us;
        anchor_rest_ = 0;
    }

  private:
    // An hour: the product below stays far from the limits of 64 bits.
    static constexpr uint64_t REACH_US = 3600000000ULL;

    int64_t run(uint64_t raw_us) const { return static_cast<int64_t>(raw_us - anchor_raw_us_) * multiplier_; }

    void anchor(uint64_t raw_us) {
        const int64_t sum = anchor_rest_ + run(raw_us);
        anchor_wall_us_ += sum / ONE;
        anchor_rest_ = sum % ONE;
        anchor_raw_us_ = raw_us;
    }

    uint64_t anchor_raw_us_ = 0;
    int64_t anchor_wall_us_ = 0;
    int64_t anchor_rest_ = 0;
    int64_t multiplier_ = ONE;
};

}  // namespace twinsync
