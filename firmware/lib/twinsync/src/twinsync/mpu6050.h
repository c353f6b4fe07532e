// The MPU-6050 accelerometer by its registers (InvenSense RM-MPU-6000A-00), brought up without waiting, and brought up
// again after a loose wire. Its successors MPU-6500, 9250 and 9255, often sold in its place, differ in two registers.
#pragma once

#include <stdint.h>

namespace twinsync {

// Specific force as the sensor counts it: 4096 to standard gravity.
struct Force {
    int16_t x = 0, y = 0, z = 0;
};

inline int32_t rounded(int64_t dividend, int64_t divisor) {
    return static_cast<int32_t>((dividend + (dividend < 0 ? -divisor : divisor) / 2) / divisor);
}

// Millimetres per second squared of a count at +-8 g, rounded half away from zero: 9806.65 / 4096 each.
inline int32_t mm_per_s2(int16_t count) { return rounded(static_cast<int64_t>(count) * 980665, 409600); }

// `Bus` has `bool write(address, register, value)` and `bool read(address, register, bytes, count)`; false: no answer.
template <typename Bus>
class Mpu6050 {
  public:
    explicit Mpu6050(Bus &bus) : bus_(bus) {}

    bool running() const { return state_ == State::Running; }
    // Of the die, in hundredths of a degree Celsius.
    int32_t temperature_cc() const { return temperature_cc_; }

    // Goes on with what is due: looking for the sensor once a second, resetting it, setting it up.
    void step(uint64_t now_us) {
        if (state_ == State::Running || now_us < next_us_) return;
        if (state_ == State::Absent) {
            find(now_us);
        } else if (state_ == State::Resetting) {
            set_up(now_us);
        } else {
            state_ = State::Running;
            faults_ = 0;
        }
    }

    // The newest sample; false while there is none.
    bool read(uint64_t now_us, Force &force) {
        if (state_ != State::Running) return false;
        uint8_t bytes[8];
        const bool answered = bus_.read(ADDRESS, ACCEL_XOUT_H, bytes, sizeof bytes);
        force.x = pair(bytes);
        force.y = pair(bytes + 2);
        force.z = pair(bytes + 4);
        // A sensor that lost its supply sleeps and reports nothing but zeros: not even gravity.
        const bool asleep = force.x == 0 && force.y == 0 && force.z == 0;
        if (!answered || asleep) {
            if (++faults_ >= FAULTS) lose(now_us);
            return false;
        }
        faults_ = 0;
        const int32_t raw = pair(bytes + 6);
        temperature_cc_ = successor_ ? rounded(raw * 10000, 33387) + 2100 : rounded(raw * 100, 340) + 3653;
        return true;
    }

  private:
    enum class State : uint8_t { Absent, Resetting, Settling, Running };

    static constexpr uint8_t ADDRESS = 0x68;
    static constexpr uint8_t SMPLRT_DIV = 0x19, CONFIG = 0x1A, ACCEL_CONFIG = 0x1C, ACCEL_CONFIG_2 = 0x1D;
    static constexpr uint8_t ACCEL_XOUT_H = 0x3B, PWR_MGMT_1 = 0x6B, WHO_AM_I = 0x75;
    static constexpr uint8_t FAULTS = 5;

    static int16_t pair(const uint8_t *bytes) { return static_cast<int16_t>(bytes[0] << 8 | bytes[1]); }

    void find(uint64_t now_us) {
        uint8_t who = 0;
        const bool answered = bus_.read(ADDRESS, WHO_AM_I, &who, 1);
        successor_ = who == 0x70 || who == 0x71 || who == 0x73;
        const bool ours = answered && (who == 0x68 || successor_);
        if (!ours || !bus_.write(ADDRESS, PWR_MGMT_1, 0x80)) return lose(now_us);
        state_ = State::Resetting;
        next_us_ = now_us + 100000;
    }

    void set_up(uint64_t now_us) {
        // Awake, on the gyroscope's oscillator: within 1 %, where the internal one is within 5 %.
        bool well = bus_.write(ADDRESS, PWR_MGMT_1, 0x01);
        // Low-pass at 44 Hz, 4.9 ms late. The sensor renews its value at 1 kHz / (1 + 0): the board, whose clock it does
        // not share, then never reads one twice, as it would at a divider of 9.
        well = well && bus_.write(ADDRESS, CONFIG, 0x03) && bus_.write(ADDRESS, SMPLRT_DIV, 0x00);
        // +-8 g.
        well = well && bus_.write(ADDRESS, ACCEL_CONFIG, 0x10);
        // The successors have a filter of its own for acceleration: 44.8 Hz.
        if (successor_) well = well && bus_.write(ADDRESS, ACCEL_CONFIG_2, 0x03);
        if (!well) return lose(now_us);
        state_ = State::Settling;
        next_us_ = now_us + 50000;
    }

    void lose(uint64_t now_us) {
        state_ = State::Absent;
        next_us_ = now_us + 1000000;
    }

    Bus &bus_;
    State state_ = State::Absent;
    bool successor_ = false;
    uint8_t faults_ = 0;
    int32_t temperature_cc_ = 0;
    uint64_t next_us_ = 0;
};

}  // namespace twinsync
