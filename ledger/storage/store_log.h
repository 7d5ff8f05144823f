#pragma once

#include <filesystem>
#include <memory>

namespace rocksdb {
class Logger;
}

namespace tyst::storage {

// Where RocksDB writes warnings and errors: DIRECTORY/LOG, a line each, the time first. What it
// cannot write is lost, and nothing else is: RocksDB's own logger ends the process at the second
// line that does not fit on a full disk. Grown beyond a mebibyte, the file makes place at the next
// open and stays as LOG.old. Safe to use from several threads.
[[nodiscard]] std::shared_ptr<rocksdb::Logger> open_store_log(const std::filesystem::path& directory
);

// For a store that is read where it lies and must stay as it is: nothing is written anywhere.
[[nodiscard]] std::shared_ptr<rocksdb::Logger> silent_store_log();

}  // namespace tyst::storage
