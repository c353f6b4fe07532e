#include "sensor.h"

#include <cmath>
#include <cstring>

namespace {
constexpr uint8_t ACCEL_CONFIG = 0x1C, ACCEL_XOUT_H = 0x3B, PWR_MGMT_1 = 0x6B, WHO_AM_I = 0x75;
constexpr double STANDARD_GRAVITY = 9.80665;
}  // namespace

void Sensor::power_on(uint8_t who, double tone_hz, double tone_mps2) {
    who_ = who;
    tone_hz_ = tone_hz;
    tone_mps2_ = tone_mps2;
    reset();
}

void Sensor::reset() {
    memset(registers_, 0, sizeof registers_);
    registers_[PWR_MGMT_1] = 0x40;
    registers_[WHO_AM_I] = who_;
}

void Sensor::write(uint8_t reg, uint8_t value) {
    if (reg == PWR_MGMT_1 && (value & 0x80) != 0) return reset();
    registers_[reg & 0x7F] = value;
}

uint8_t Sensor::read(uint8_t reg, int64_t now_ns) {
    if (reg < ACCEL_XOUT_H || reg > ACCEL_XOUT_H + 7) return registers_[reg & 0x7F];
    if ((registers_[PWR_MGMT_1] & 0x40) != 0) return 0;
    const int offset = reg - ACCEL_XOUT_H;
    // A burst shows one instant; it begins with the first register.
    if (offset == 0) latched_ns_ = now_ns;
    // 25 degrees Celsius, as the MPU-6050 and its successors tell them.
    const double warmth = who_ == 0x68 ? (25.0 - 36.53) * 340.0 : (25.0 - 21.0) * 333.87;
    const int16_t value = offset < 6 ? measure(offset / 2) : static_cast<int16_t>(warmth);
    return static_cast<uint8_t>(offset % 2 == 0 ? value >> 8 : value & 0xFF);
}

int16_t Sensor::measure(int axis) const {
    const double turn = 2.0 * M_PI * tone_hz_ * static_cast<double>(latched_ns_) * 1e-9;
    const double swing = axis == 0 ? tone_mps2_ * std::cos(turn) : axis == 1 ? tone_mps2_ * std::sin(turn) : 0.0;
    const double force = swing + (axis == 2 ? STANDARD_GRAVITY : 0.0);
    const int range = registers_[ACCEL_CONFIG] >> 3 & 3;
    const double count = std::round(force / STANDARD_GRAVITY * (16384 >> range));
    return static_cast<int16_t>(std::fmax(-32768.0, std::fmin(32767.0, count)));
}
