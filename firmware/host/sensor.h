// An MPU-6050 as its registers show it: asleep until woken, scaled as configured, shaken by a steady tone.
#pragma once

#include <stdint.h>

class Sensor {
  public:
    // `who` is what it answers to WHO_AM_I.
    void power_on(uint8_t who, double tone_hz, double tone_mps2);
    void connect(bool connected) { connected_ = connected; }
    bool answers(uint8_t address) const { return connected_ && address == 0x68; }

    void write(uint8_t reg, uint8_t value);
    uint8_t read(uint8_t reg, int64_t now_ns);
    uint8_t configured(uint8_t reg) const { return registers_[reg & 0x7F]; }

  private:
    void reset();
    int16_t measure(int axis) const;

    uint8_t who_ = 0x68;
    bool connected_ = true;
    double tone_hz_ = 0.0, tone_mps2_ = 0.0;
    int64_t latched_ns_ = 0;
    uint8_t registers_[128] = {};
};
