// The board: reads commands, samples on its schedules, and sends. One call of `step` never waits.
#pragma once

#include "line_reader.h"
#include "outbox.h"
#include "schedule.h"
#include "wide_micros.h"

namespace twinsync {

// `Hardware` has: `uint32_t micros()`, `int read()` (a byte or -1), `size_t room()` and `write(bytes, count)` of the
// UART, the two calls of a bus (see mpu6050.h), `int32_t chip_temperature_cc()`, `uint64_t chip_id()`, `uint32_t
// random()`.
template <typename Hardware>
class Board {
  public:
    static constexpr const char *VERSION = "1.0.0";

    explicit Board(Hardware &hardware) : hardware_(hardware), sensor_(hardware) {}

    void begin() {
        boot_ = hardware_.random();
        chip_ = hardware_.chip_id();
        const uint64_t now_us = now();
        clock_schedule_.restart(now_us);
        sample_schedule_.restart(now_us);
        outbox_.ask_hello();
    }

    void step() {
        listen();
        sensor_.step(now());
        const uint64_t now_us = now();
        if (sample_schedule_.due(now_us)) sample(now_us);
        if (clock_schedule_.due(now_us) && !outbox_.ask_clock()) lose_telemetry();
        send();
    }

  private:
    static constexpr uint64_t SAMPLE_PERIOD_US = 10000;
    static constexpr uint64_t CLOCK_PERIOD_US = 5000000;
    // So many bytes in one step at most: a flood of commands does not hold up the sampling.
    static constexpr int BYTES_A_STEP = 64;

    uint64_t now() { return wide_.extend(hardware_.micros()); }

    void listen() {
        for (int i = 0; i < BYTES_A_STEP; ++i) {
            const int byte = hardware_.read();
            if (byte < 0) return;
            const LineReader::Outcome outcome = reader_.push(static_cast<char>(byte), now());
            if (outcome == LineReader::Outcome::More) continue;
            if (outcome == LineReader::Outcome::Line && reader_.line().size == 0) continue;
            ++lines_;
            if (outcome == LineReader::Outcome::TooLong || !obey(reader_.line())) ++rejected_;
        }
    }

    bool obey(Text line) {
        Reply reply;
        Command &command = reply.command;
        const Parsed parsed = parse(line, command);
        if (parsed == Parsed::Rejected) return false;
        if (parsed == Parsed::Unreadable) {
            reply.verdict = command.kind == Kind::Unknown ? Verdict::UnknownCommand : Verdict::Unreadable;
            outbox_.push(reply);
            return true;
        }
        switch (command.kind) {
            case Kind::Hello: outbox_.ask_hello(); return true;
            case Kind::Counts: outbox_.ask_counts(); return true;
            case Kind::Ping: outbox_.push(Pong{command.id, low(reader_.first_byte_us())}); return true;
            default: break;
        }
        const Reply *before = command.has_id ? memory_.find(command.id) : nullptr;
        if (before != nullptr) {
            ++repeats_;
            outbox_.push(*before);
            return true;
        }
        reply.verdict = judge(command);
        if (reply.verdict == Verdict::Done) execute(command);
        if (command.has_id) memory_.keep(reply);
        outbox_.push(reply);
        return true;
    }

    void execute(const Command &command) {
        ++executed_;
        if (command.kind == Kind::Multiplier) {
            clock_.set_multiplier(command.value, now());
        } else if (command.kind == Kind::Phase) {
            // The host means the instant at which the line arrived, not the one at which it was complete.
            clock_.set_phase(command.value, reader_.first_byte_us());
        } else {
            streaming_ = command.value != 0;
            if (!streaming_) outbox_.forget_samples();
        }
    }

    void sample(uint64_t now_us) {
        Sample sample;
        sample.micros = low(now_us);
        if (!sensor_.read(now_us, sample.force) || !streaming_) return;
        if (!outbox_.push(sample)) lose_telemetry();
    }

    // A number is used up: the host sees the gap.
    void lose_telemetry() { ++sequence_; }

    void send() {
        for (;;) {
            const size_t room = hardware_.room();
            if (room > capacity_) capacity_ = room;
            const Next next = outbox_.next(room == capacity_);
            if (next == Next::Nothing) return;
            LineWriter line;
            compose(next, line);
            if (line.size() > room) return;
            if (!line.cut()) hardware_.write(line.bytes(), line.size());
            if (next == Next::Clock || next == Next::Sample) ++sequence_;
            outbox_.sent(next);
        }
    }

    void compose(Next next, LineWriter &line) {
        switch (next) {
            case Next::Reply: return word(outbox_.reply(), line);
            case Next::Hello: compose_hello(line); break;
            case Next::Counts: compose_counts(line); break;
            case Next::Pong: compose_pong(line); break;
            case Next::Clock: compose_clock(line); break;
            default: compose_sample(outbox_.sample(), line); break;
        }
        line.checksum().end();
    }

    void boot(LineWriter &line) const { line.text(",BOOT:").hex(boot_, 8); }

    void compose_hello(LineWriter &line) {
        line.text("HELLO:twinsync,FW:").text(VERSION).text(",CHIP:").hex(chip_, 12);
        boot(line);
    }

    void compose_counts(LineWriter &line) {
        line.text("COUNTS:").u32(lines_).text(",BAD:").u32(rejected_).text(",DONE:").u32(executed_);
        line.text(",REPEAT:").u32(repeats_).text(",DROP:").u32(outbox_.dropped());
        line.text(",LATE:").u32(sample_schedule_.skipped()).text(",SENSOR:").u32(sensor_.running() ? 1 : 0);
        boot(line);
    }

    void compose_pong(LineWriter &line) {
        line.text("PONG:").u32(outbox_.pong().id).text(",T2:").u32(outbox_.pong().received_us);
        line.text(",T3:").u32(low(now()));
        boot(line);
    }

    void compose_clock(LineWriter &line) {
        const uint64_t now_us = now();
        const int32_t temperature_cc =
            sensor_.running() ? sensor_.temperature_cc() : hardware_.chip_temperature_cc();
        line.text("RAW_MICROS:").u32(low(now_us));
        line.text(",CUR_WALL:").fixed((clock_.at(now_us) + 500) / 1000, 3);
        line.text(",SEQ:").u32(sequence_);
        boot(line);
        line.text(",TEMP:").fixed(temperature_cc, 2);
    }

    void compose_sample(const Sample &sample, LineWriter &line) {
        line.text("VIB:").fixed(mm_per_s2(sample.force.x), 3);
        line.text(",").fixed(mm_per_s2(sample.force.y), 3);
        line.text(",").fixed(mm_per_s2(sample.force.z), 3);
        line.text(",MICROS:").u32(sample.micros).text(",SEQ:").u32(sequence_);
        boot(line);
    }

    static uint32_t low(uint64_t value) { return static_cast<uint32_t>(value); }

    Hardware &hardware_;
    Mpu6050<Hardware> sensor_;
    LineReader reader_;
    Outbox outbox_;
    Memory memory_;
    WideMicros wide_;
    CorrectedClock clock_;
    Schedule sample_schedule_{SAMPLE_PERIOD_US, 0};
    Schedule clock_schedule_{CLOCK_PERIOD_US, 0};
    bool streaming_ = true;
    size_t capacity_ = 0;
    uint64_t chip_ = 0;
    uint32_t boot_ = 0, sequence_ = 0;
    uint32_t lines_ = 0, rejected_ = 0, executed_ = 0, repeats_ = 0;
};

}  // namespace twinsync
