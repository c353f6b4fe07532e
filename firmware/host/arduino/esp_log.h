#pragma once
enum esp_log_level_t { ESP_LOG_NONE };
inline void esp_log_level_set(const char *, esp_log_level_t) {}
