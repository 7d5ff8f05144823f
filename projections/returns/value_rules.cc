#include "projections/returns/value_rules.h"

#include <algorithm>
#include <optional>

namespace tyst {
namespace {

// What is known of a value in the column that is being looked at.
enum class Known : std::uint8_t { nothing, fine, faulty };

// The faults of one column by the number of the text.
class ColumnFaults {
  public:
    ColumnFaults(const ReturnSnapshot& snapshot, const ReturnColumn& column)
        : snapshot_(&snapshot), column_(&column), known_(snapshot.pool().size(), Known::nothing) {}

    [[nodiscard]] bool faulty(TextId value) {
        Known& known = known_[value];
        if (known == Known::nothing) {
            known = fault(value) ? Known::faulty : Known::fine;
        }
        return known == Known::faulty;
    }
    [[nodiscard]] std::optional<ValueFault> fault(TextId value) const {
        return fault_of(snapshot_->layout(), *column_, snapshot_->pool().text(value));
    }

  private:
    const ReturnSnapshot* snapshot_;
    const ReturnColumn* column_;
    std::vector<Known> known_;
};

}  // namespace

std::vector<ValueFinding> check_values(const ReturnSnapshot& snapshot) {
    std::vector<ValueFinding> findings;
    for (std::size_t table = 0; table < snapshot.tables().size(); ++table) {
        const ReturnTable& rows = snapshot.table(table);
        const std::vector<ReturnColumn>& columns = rows.layout->columns;
        const std::size_t first = findings.size();
        for (std::size_t column = 0; column < columns.size(); ++column) {
            ColumnFaults faults(snapshot, columns[column]);
            for (std::size_t row = 0; row < rows.rows(); ++row) {
                const TextId value = rows.values[row * columns.size() + column];
                if (faults.faulty(value)) {
                    findings.push_back(
                        {static_cast<std::uint16_t>(table),
                         static_cast<std::uint32_t>(row),
                         static_cast<std::uint16_t>(column),
                         *faults.fault(value)}
                    );
                }
            }
        }
        std::sort(findings.begin() + static_cast<std::ptrdiff_t>(first), findings.end());
    }
    return findings;
}

}  // namespace tyst
