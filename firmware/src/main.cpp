#include "esp32.h"

#include <twinsync/board.h>

namespace {
Esp32 hardware;
twinsync::Board<Esp32> board(hardware);
}  // namespace

void setup() {
    hardware.begin();
    board.begin();
}

void loop() { board.step(); }
