// The firmware as a program. Its UART is a terminal device or standard input and output; its time comes, step by step,
// over a control channel (see ../README.md), or, without one, from the wall clock.
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "machine.h"

namespace {

struct Setup {
    std::vector<char *> words;
    Options options;
    int data_in = 0, data_out = 1, control_in = -1, control_out = -1;
};

[[noreturn]] void fail(const char *what, const char *about) {
    fprintf(stderr, "%s: %s\n", what, about);
    exit(2);
}

int open_tty(const char *path) {
    const int tty = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios settings;
    if (tty < 0 || tcgetattr(tty, &settings) != 0) fail("cannot open the terminal device", path);
    cfmakeraw(&settings);
    tcsetattr(tty, TCSANOW, &settings);
    return tty;
}

int open_pty() {
    const int pty = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (pty < 0 || grantpt(pty) != 0 || unlockpt(pty) != 0) fail("cannot make a pseudo-terminal", "posix_openpt");
    printf("%s\n", ptsname(pty));
    fflush(stdout);
    // Held open, so that the board outlives whoever listens.
    open_tty(ptsname(pty));
    return pty;
}

bool write_all(int end, const std::string &bytes) {
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t count = write(end, bytes.data() + done, bytes.size() - done);
        if (count <= 0) return false;
        done += static_cast<size_t>(count);
    }
    return true;
}

// Waits until so many bytes of the host have come in all: the pipe and the terminal are not in step by themselves.
bool read_until(int end, uint64_t total, uint64_t &seen) {
    char buffer[4096];
    while (seen < total) {
        const uint64_t missing = total - seen;
        const ssize_t count = read(end, buffer, missing < sizeof buffer ? missing : sizeof buffer);
        if (count <= 0) return false;
        machine.receive(std::string(buffer, static_cast<size_t>(count)));
        seen += static_cast<uint64_t>(count);
    }
    return true;
}

bool answer(int end, uint64_t written) {
    const Sensor &sensor = machine.sensor();
    char line[96];
    const int size = snprintf(line, sizeof line, "done %llu %lld %u %02x%02x%02x%02x%02x\n",
                              static_cast<unsigned long long>(written), static_cast<long long>(machine.now_ns()),
                              machine.micros(), sensor.configured(0x19), sensor.configured(0x1A),
                              sensor.configured(0x1C), sensor.configured(0x1D), sensor.configured(0x6B));
    return write_all(end, std::string(line, static_cast<size_t>(size)));
}

// Power off and on: the program starts from the beginning, with nothing remembered.
void reboot(const Setup &setup) {
    const std::string seed = std::to_string(setup.options.seed + 1);
    std::vector<char *> words(setup.words);
    for (const char *word : {"--start-us", "0", "--seed", seed.c_str()}) words.push_back(const_cast<char *>(word));
    words.push_back(nullptr);
    execv("/proc/self/exe", words.data());
}

void lock_step(const Setup &setup) {
    FILE *commands = fdopen(setup.control_in, "r");
    char word[16];
    uint64_t seen = 0, written = 0;
    if (commands == nullptr || !answer(setup.control_out, written)) return;
    while (fscanf(commands, "%15s", word) == 1) {
        long long us = 0;
        unsigned long long total = 0;
        int flag = 0;
        const bool to_line = strcmp(word, "line") == 0;
        if ((to_line || strcmp(word, "advance") == 0) && fscanf(commands, "%lld %llu", &us, &total) == 2) {
            if (!read_until(setup.data_in, total, seen)) return;
            machine.run(us * 1000, to_line);
        } else if (strcmp(word, "stall") == 0 && fscanf(commands, "%lld", &us) == 1) {
            machine.stall(us * 1000);
        } else if (strcmp(word, "sensor") == 0 && fscanf(commands, "%d", &flag) == 1) {
            machine.sensor().connect(flag != 0);
        } else if (strcmp(word, "brownout") == 0) {
            machine.sensor().write(0x6B, 0x80);
        } else if (strcmp(word, "reboot") == 0) {
            reboot(setup);
            return;
        } else {
            fail("no such command on the control channel", word);
        }
        const std::string bytes = machine.sent();
        written += bytes.size();
        if (!write_all(setup.data_out, bytes) || !answer(setup.control_out, written)) return;
    }
}

int64_t monotonic_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}

void real_time(const Setup &setup) {
    const int64_t start_ns = monotonic_ns();
    for (;;) {
        pollfd incoming = {setup.data_in, POLLIN, 0};
        char buffer[4096];
        if (poll(&incoming, 1, 2) > 0) {
            const ssize_t count = read(setup.data_in, buffer, sizeof buffer);
            if (count <= 0) return;
            machine.receive(std::string(buffer, static_cast<size_t>(count)));
        }
        machine.run(monotonic_ns() - start_ns - machine.now_ns());
        if (!write_all(setup.data_out, machine.sent())) return;
    }
}

}  // namespace

int main(int count, char **words) {
    Setup setup;
    setup.words.assign(words, words + count);
    bool tty = false;
    for (int i = 1; i < count; ++i) {
        const std::string name = words[i];
        if (name == "--pty") {
            setup.data_in = setup.data_out = open_pty();
            continue;
        }
        if (i + 1 == count) fail("unknown option, or its value is missing", words[i]);
        const char *value = words[++i];
        if (name == "--tty") {
            setup.data_in = setup.data_out = open_tty(value);
            tty = true;
        } else if (name == "--control-in") {
            setup.control_in = atoi(value);
        } else if (name == "--control-out") {
            setup.control_out = atoi(value);
        } else if (name == "--drift-ppb") {
            setup.options.drift_ppb = atoll(value);
        } else if (name == "--start-us") {
            setup.options.start_us = static_cast<uint32_t>(strtoul(value, nullptr, 10));
        } else if (name == "--seed") {
            setup.options.seed = strtoull(value, nullptr, 10);
        } else if (name == "--loop-us") {
            setup.options.loop_ns = atoll(value) * 1000;
        } else if (name == "--who-am-i") {
            setup.options.who_am_i = static_cast<uint8_t>(atoi(value));
        } else if (name == "--tone-hz") {
            setup.options.tone_hz = atof(value);
        } else if (name == "--tone-mps2") {
            setup.options.tone_mps2 = atof(value);
        } else {
            fail("unknown option", name.c_str());
        }
    }
    if (tty && setup.control_in < 0) {
        setup.control_in = 0;
        setup.control_out = 1;
    }
    machine.power_on(setup.options);
    if (setup.control_in < 0) {
        real_time(setup);
    } else {
        lock_step(setup);
    }
    return 0;
}
