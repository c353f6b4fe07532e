#include "../machine.h"
#include "Arduino.h"
#include "Wire.h"
#include "esp_random.h"

#include <deque>
#include <vector>

HardwareSerial Serial;
EspClass ESP;
TwoWire Wire;

namespace {
uint8_t address_now = 0;
std::vector<uint8_t> outgoing;
std::deque<uint8_t> incoming;
}  // namespace

unsigned long micros() { return machine.micros(); }
float temperatureRead() { return 53.33f; }
uint32_t esp_random() { return machine.random(); }
uint64_t EspClass::getEfuseMac() { return 0x665544332211ULL; }

size_t HardwareSerial::setRxBufferSize(size_t bytes) { return bytes; }
void HardwareSerial::begin(unsigned long) {}
bool HardwareSerial::setRxFIFOFull(uint8_t) { return true; }
int HardwareSerial::available() { return machine.uart_available(); }
int HardwareSerial::read() { return machine.uart_read(); }
int HardwareSerial::availableForWrite() { return machine.uart_room(); }
size_t HardwareSerial::write(const uint8_t *bytes, size_t count) {
    machine.uart_write(bytes, count);
    return count;
}

bool TwoWire::begin(int, int, uint32_t) { return true; }
void TwoWire::setTimeOut(uint16_t) {}

void TwoWire::beginTransmission(uint8_t address) {
    address_now = address;
    outgoing.clear();
}

size_t TwoWire::write(uint8_t byte) {
    outgoing.push_back(byte);
    return 1;
}

uint8_t TwoWire::endTransmission(bool) {
    machine.i2c_busy(1 + static_cast<int>(outgoing.size()));
    if (!machine.sensor().answers(address_now)) return 2;
    for (size_t i = 1; i < outgoing.size(); ++i) {
        machine.sensor().write(static_cast<uint8_t>(outgoing[0] + i - 1), outgoing[i]);
    }
    return 0;
}

uint8_t TwoWire::requestFrom(uint8_t address, uint8_t count) {
    incoming.clear();
    if (!machine.sensor().answers(address) || outgoing.empty()) {
        machine.i2c_busy(1);
        return 0;
    }
    for (uint8_t i = 0; i < count; ++i) {
        incoming.push_back(machine.sensor().read(static_cast<uint8_t>(outgoing[0] + i), machine.now_ns()));
    }
    machine.i2c_busy(1 + count);
    return count;
}

int TwoWire::read() {
    if (incoming.empty()) return -1;
    const uint8_t byte = incoming.front();
    incoming.pop_front();
    return byte;
}
