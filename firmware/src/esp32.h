// The only file that touches the chip: its clock, its UART, the I2C bus, its own temperature and identity.
#pragma once

#include <Arduino.h>
#include <Wire.h>
#include <esp_log.h>
#include <esp_random.h>

#ifndef TWINSYNC_SDA
#define TWINSYNC_SDA 21
#endif
#ifndef TWINSYNC_SCL
#define TWINSYNC_SCL 22
#endif

class Esp32 {
  public:
    void begin() {
        esp_log_level_set("*", ESP_LOG_NONE);
        Serial.setRxBufferSize(1024);
        Serial.begin(115200);
        // Each byte is reported as it comes, not 120 at a time: the instant of a PING depends on it.
        Serial.setRxFIFOFull(1);
        Wire.begin(TWINSYNC_SDA, TWINSYNC_SCL, 400000);
        Wire.setTimeOut(5);
    }

    uint32_t micros() { return static_cast<uint32_t>(::micros()); }

    int read() { return Serial.available() > 0 ? Serial.read() : -1; }
    size_t room() { return static_cast<size_t>(Serial.availableForWrite()); }
    void write(const char *bytes, size_t count) { Serial.write(reinterpret_cast<const uint8_t *>(bytes), count); }

    bool write(uint8_t address, uint8_t reg, uint8_t value) {
        Wire.beginTransmission(address);
        Wire.write(reg);
        Wire.write(value);
        return Wire.endTransmission() == 0;
    }

    bool read(uint8_t address, uint8_t reg, uint8_t *bytes, uint8_t count) {
        for (uint8_t i = 0; i < count; ++i) bytes[i] = 0;
        Wire.beginTransmission(address);
        Wire.write(reg);
        if (Wire.endTransmission(false) != 0) return false;
        if (Wire.requestFrom(address, count) != count) return false;
        for (uint8_t i = 0; i < count; ++i) bytes[i] = static_cast<uint8_t>(Wire.read());
        return true;
    }

    int32_t chip_temperature_cc() { return static_cast<int32_t>(temperatureRead() * 100.0f); }

    // The six bytes of the MAC, the first one foremost.
    uint64_t chip_id() {
        const uint64_t mac = ESP.getEfuseMac();
        uint64_t id = 0;
        for (int i = 0; i < 6; ++i) id = id << 8 | (mac >> (8 * i) & 0xFF);
        return id;
    }

    uint32_t random() { return esp_random(); }
};
