// A simulated ESP32: a clock that drifts, a UART that takes its time for every byte, an accelerometer on an I2C bus.
// Time passes only where it is told to.
#pragma once

#include <deque>
#include <stdint.h>
#include <string>

#include "sensor.h"

struct Options {
    int64_t drift_ppb = 0;
    uint32_t start_us = 0;
    uint64_t seed = 1;
    // What one call of loop() takes.
    int64_t loop_ns = 200000;
    uint8_t who_am_i = 0x68;
    // A vibration along x and, a quarter of a turn later, along y.
    double tone_hz = 25.0;
    double tone_mps2 = 2.0;
};

class Machine {
  public:
    void power_on(const Options &options);

    // Lets reference time pass, calling loop() over and over; bytes on the wire move meanwhile. What a transfer on the
    // bus takes beyond the end is missing from the next run. `to_line`: ends early, as a line of the board's begins to arrive.
    void run(int64_t ns, bool to_line = false);
    // The same with the program held up, as by a library that waits.
    void stall(int64_t ns);

    // To the board, at the pace of the wire from now on. Returns what left the board since the last call.
    void receive(const std::string &bytes) { wire_in_.append(bytes); }
    std::string sent();

    int64_t now_ns() const { return now_ns_; }
    uint32_t micros() const;
    Sensor &sensor() { return sensor_; }
    uint32_t random();

    int uart_available() const { return static_cast<int>(received_.size()); }
    int uart_read();
    int uart_room() const { return static_cast<int>(FIFO - fifo_.size()); }
    void uart_write(const uint8_t *bytes, size_t count);
    // Time that a transfer of so many bytes keeps the I2C bus, and the program, busy.
    void i2c_busy(int bytes) { pass(bytes * 9 * 2500); }
    uint64_t lost_input() const { return lost_input_; }

  private:
    static constexpr size_t FIFO = 128;
    static constexpr size_t RECEIVE_BUFFER = 1024;
    // Ten bits at 115200 baud.
    static constexpr int64_t BYTE_NS = 86806;

    void pass(int64_t ns);

    Options options_;
    Sensor sensor_;
    int64_t now_ns_ = 0, due_ns_ = 0;
    int64_t next_out_ns_ = 0, next_in_ns_ = 0;
    std::deque<uint8_t> fifo_, received_;
    std::string wire_in_, wire_out_;
    bool between_lines_ = true, line_begun_ = false;
    size_t taken_ = 0;
    uint64_t random_ = 1, lost_input_ = 0;
};

extern Machine machine;
