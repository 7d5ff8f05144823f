#include "ledger/storage/store_log.h"

#include <array>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string>
#include <system_error>

#include <rocksdb/env.h>

#include "schema/date.h"

namespace tyst::storage {
namespace {

constexpr std::uintmax_t kLogBytesMax = 1U << 20U;
constexpr std::size_t kLineBytesMax = 2'000;

class StoreLog : public rocksdb::Logger {
  public:
    explicit StoreLog(const std::filesystem::path& path)
        : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), file_(std::fopen(path.c_str(), "ae")) {}
    ~StoreLog() override {
        if (file_ != nullptr) (void)std::fclose(file_);
    }
    StoreLog(const StoreLog&) = delete;
    StoreLog& operator=(const StoreLog&) = delete;
    StoreLog(StoreLog&&) = delete;
    StoreLog& operator=(StoreLog&&) = delete;

    using Logger::Logv;
    // The level was looked at by the caller.
    void Logv(const char* format, va_list arguments) override {
        if (file_ == nullptr) return;
        std::array<char, kLineBytesMax> text{};
        (void)std::vsnprintf(text.data(), text.size(), format, arguments);
        const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now().time_since_epoch()
        );
        const std::string line =
            to_text(Timestamp{now.count()}) + " " + std::string(text.data()) + "\n";
        const std::scoped_lock lock(mutex_);
        (void)std::fwrite(line.data(), 1, line.size(), file_);
        (void)std::fflush(file_);
    }

  private:
    std::mutex mutex_;
    std::FILE* file_;
};

class SilentLog : public rocksdb::Logger {
  public:
    using Logger::Logv;
    void Logv(const char*, va_list) override {}
};

}  // namespace

std::shared_ptr<rocksdb::Logger> silent_store_log() {
    return std::make_shared<SilentLog>();
}

std::shared_ptr<rocksdb::Logger> open_store_log(const std::filesystem::path& directory) {
    const std::filesystem::path path = directory / "LOG";
    std::error_code ignored;
    std::filesystem::create_directories(directory, ignored);
    if (const auto size = std::filesystem::file_size(path, ignored);
        !ignored && size > kLogBytesMax) {
        std::filesystem::rename(path, directory / "LOG.old", ignored);
    }
    return std::make_shared<StoreLog>(path);
}

}  // namespace tyst::storage
