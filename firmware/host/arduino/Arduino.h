// As much of the Arduino core for the ESP32 as src/ asks for, on a simulated machine.
#pragma once

#include <stddef.h>
#include <stdint.h>

void setup();
void loop();

unsigned long micros();
float temperatureRead();

class HardwareSerial {
  public:
    size_t setRxBufferSize(size_t bytes);
    void begin(unsigned long baud);
    bool setRxFIFOFull(uint8_t bytes);
    int available();
    int read();
    int availableForWrite();
    size_t write(const uint8_t *bytes, size_t count);
};
extern HardwareSerial Serial;

class EspClass {
  public:
    uint64_t getEfuseMac();
};
extern EspClass ESP;
