// Asks the logic single questions, one a line on standard input, one answer each: so that a test in another language can
// hold it against its own arithmetic.
#include <iostream>
#include <sstream>
#include <string>

#include <twinsync/command.h>
#include <twinsync/mpu6050.h>
#include <twinsync/schedule.h>
#include <twinsync/wide_micros.h>

using namespace twinsync;

namespace {

std::string rest(std::istringstream &words) {
    std::string text;
    std::getline(words >> std::ws, text);
    return text;
}

// phase US RAW | mult E8 RAW | at RAW, any number of them: the answers of `at`.
void clock(std::istringstream &words) {
    CorrectedClock clock;
    std::string what;
    int64_t value = 0;
    uint64_t raw = 0;
    while (words >> what) {
        if (what == "at" && words >> raw) {
            std::cout << clock.at(raw) << ' ';
        } else if (words >> value >> raw) {
            what == "phase" ? clock.set_phase(value, raw) : clock.set_multiplier(value, raw);
        }
    }
}

// RAW...: the instants in 64 bits.
void wide(std::istringstream &words) {
    WideMicros wide;
    uint32_t micros = 0;
    while (words >> micros) std::cout << wide.extend(micros) << ' ';
}

// PERIOD FIRST NOW...: whether it was due, and how many slots were skipped in all.
void schedule(std::istringstream &words) {
    uint64_t period = 1, first = 0, now = 0;
    words >> period >> first;
    Schedule schedule(period, first);
    while (words >> now) std::cout << (schedule.due(now) ? 1 : 0) << ' ';
    std::cout << schedule.skipped();
}

void fixed(std::istringstream &words) {
    int decimals = 0;
    int64_t value = 0;
    words >> decimals;
    const std::string text = rest(words);
    if (read_fixed(Text(text.data(), text.size()), decimals, value)) {
        std::cout << value;
    } else {
        std::cout << "no";
    }
}

}  // namespace

int main() {
    std::string question, what;
    while (std::getline(std::cin, question)) {
        std::istringstream words(question);
        words >> what;
        int count = 0;
        if (what == "crc") {
            const std::string text = rest(words);
            std::cout << crc16(text.data(), text.size());
        } else if (what == "clock") {
            clock(words);
        } else if (what == "wide") {
            wide(words);
        } else if (what == "schedule") {
            schedule(words);
        } else if (what == "fixed") {
            fixed(words);
        } else if (what == "force" && words >> count) {
            std::cout << mm_per_s2(static_cast<int16_t>(count));
        }
        std::cout << '\n';
    }
}
