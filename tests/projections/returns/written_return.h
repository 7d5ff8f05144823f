#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "projections/returns/return_checks.h"
#include "schema/returns/return_layout.h"
#include "schema/returns/return_snapshot.h"

namespace tyst::test {

// The shipped SSDA903 form.
[[nodiscard]] const ReturnForm& ssda903_form();

// A small return written as text: "TABLE|COLUMN=value|COLUMN=value", what is not named is empty.
// Returns of one set of years share a pool.
class WrittenReturns {
  public:
    // Years from the oldest on; the last one is checked.
    WrittenReturns& year(int year, const std::vector<std::string>& rows);

    [[nodiscard]] ReturnCheckInput input() const;
    // The codes of the rules that find something, in order, each once.
    [[nodiscard]] std::vector<std::string> found() const;
    [[nodiscard]] ReturnChecks checks(unsigned threads = 1, std::span<const std::size_t> order = {})
        const;

  private:
    std::shared_ptr<TextPool> pool_ = std::make_shared<TextPool>();
    std::vector<std::shared_ptr<const ReturnSnapshot>> snapshots_;
};

}  // namespace tyst::test
