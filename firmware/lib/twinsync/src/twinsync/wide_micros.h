// micros() is 32 bits wide and wraps every 4294.967296 s: this carries it on to 64.
#pragma once

#include <stdint.h>

namespace twinsync {

class WideMicros {
  public:
    // Must be asked at least once in every 71 minutes.
    uint64_t extend(uint32_t micros) {
        wide_ += static_cast<uint32_t>(micros - static_cast<uint32_t>(wide_));
        return wide_;
    }

  private:
    uint64_t wide_ = 0;
};

}  // namespace twinsync
