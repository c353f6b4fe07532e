// The I2C master of the Arduino core, on a simulated bus.
#pragma once

#include <stddef.h>
#include <stdint.h>

class TwoWire {
  public:
    bool begin(int sda, int scl, uint32_t frequency);
    void setTimeOut(uint16_t milliseconds);
    void beginTransmission(uint8_t address);
    size_t write(uint8_t byte);
    uint8_t endTransmission(bool stop = true);
    uint8_t requestFrom(uint8_t address, uint8_t count);
    int read();
};
extern TwoWire Wire;
