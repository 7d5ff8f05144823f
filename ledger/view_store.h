#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// Rows that were computed from the log and may be thrown away at any time. Values are sealed under
// the views key and bound to their view and row key, so that none can be moved; row keys stand in
// clear and must hold pseudonyms, dates and codes only. One
// directory, one column family a view (docs/formats.md, "Views"). Safe to use from several threads.
class ViewStore {
  public:
    using View = std::size_t;  // place in `Options::views`

    struct Options {
        std::filesystem::path directory;
        std::vector<std::string> views;  // name and version of each, for instance "people.1"
        SecretKey key;
        bool create = false;  // must not exist yet; otherwise it must
    };
    // `entropy` must outlive the store. Fails with ledger_not_found, already_exists, ledger_in_use,
    // corrupt_view, io_failed.
    [[nodiscard]] static Result<std::unique_ptr<ViewStore>> open(
        const Options& options, Entropy& entropy
    );
    ~ViewStore();
    ViewStore(const ViewStore&) = delete;
    ViewStore& operator=(const ViewStore&) = delete;

    struct Change {
        View view = 0;
        std::string key;
        std::optional<std::string> value;  // nothing: the row goes
    };
    // All or nothing, in the order given. io_failed, disk_full, storage_closed.
    [[nodiscard]] Result<void> write(const std::vector<Change>& changes);
    // The same for a store that nobody reads yet and that is thrown away should the process end
    // before settle() has made all of it durable.
    [[nodiscard]] Result<void> write_unsettled(const std::vector<Change>& changes);
    [[nodiscard]] Result<void> settle();

    // The opened value. corrupt_view where a row does not open.
    [[nodiscard]] Result<std::optional<std::string>> get(View view, std::string_view key) const;

    // Rows with from <= key < to (empty `to`: to the end), in key order, opened. The visitor says
    // whether to go on.
    using RowVisitor = std::function<Result<bool>(std::string_view key, std::string_view value)>;
    [[nodiscard]] Result<void> scan(
        View view, std::string_view from, std::string_view to, const RowVisitor& visit
    ) const;

    // 16 bytes that stand for a text in a row key: the same text gives the same bytes under one
    // views key, and tells nothing without it.
    [[nodiscard]] std::string pseudonym_of(std::string_view text) const;

  private:
    struct State;
    explicit ViewStore(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tyst
