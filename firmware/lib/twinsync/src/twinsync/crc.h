// CRC-16/IBM-3740: polynomial 0x1021, start 0xFFFF, not reflected, no final xor. Check value of "123456789": 0x29B1.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace twinsync {

inline uint16_t crc16(const char *bytes, size_t count) {
    uint16_t crc = 0xFFFF;
    for (size_t i = 0; i < count; ++i) {
        crc = static_cast<uint16_t>(crc ^ (static_cast<uint8_t>(bytes[i]) << 8));
        for (int bit = 0; bit < 8; ++bit) {
            const bool carry = (crc & 0x8000) != 0;
            crc = static_cast<uint16_t>(crc << 1);
            if (carry) crc = static_cast<uint16_t>(crc ^ 0x1021);
        }
    }
    return crc;
}

}  // namespace twinsync
