#include "projections/figure_tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tyst {
namespace {

std::size_t at(FigureAttribute attribute) {
    return static_cast<std::size_t>(attribute);
}

// Builds the tables step by step; each step adds cells and says how they add up.
class Tabulation {
  public:
    Tabulation(const CaseCounter& cases, const FigureBook& book) : cases_(cases), book_(book) {}

    FigureTables build() {
        for (const FigureCount& count : book_.counts()) {
            add_count(count);
        }
        for (const FigureFamily& family : book_.families()) {
            if (family.two_way()) continue;
            for (const std::string& of : family.of) {
                add_simple(*book_.find_count(of), family);
            }
        }
        for (const FigureFamily& family : book_.families()) {
            if (!family.two_way()) continue;
            for (const std::string& of : family.of) {
                add_two_way(*book_.find_count(of), family);
            }
        }
        std::ranges::stable_sort(result_.tables, {}, [](const FigureTable& table) {
            return std::string_view(table.family->id);
        });
        for (const FigureCell& cell : result_.cells) {
            result_.links.cells.push_back({cell.id, cell.value});
        }
        for (const FigureCount& count : book_.counts()) {
            link_ways_of_cutting(count);
            link_to_whole(count);
        }
        return std::move(result_);
    }

  private:
    using Cases = std::vector<const CountedCase*>;

    [[nodiscard]] std::size_t place(const FigureCount& count) const {
        return static_cast<std::size_t>(&count - book_.counts().data());
    }

    std::size_t add_cell(
        std::string id, const BilingualText& title, bool unverified, const Cases& cases
    ) {
        FigureCell cell{std::move(id), title, unverified, cases.size(), {}};
        for (const CountedCase* counted : cases) {
            cell.children.push_back(counted->person);
        }
        std::ranges::sort(cell.children);
        result_.cells.push_back(std::move(cell));
        return result_.cells.size() - 1;
    }

    bool meets(const CountedCase& counted, const FigureCount& count) const {
        const std::uint16_t value = counted.values[at(count.by)];
        if (is_number(count.by)) return value != kUnknownValue && count.condition.holds(value);
        return count.condition.names(cases_.word(count.by, value));
    }

    void add_count(const FigureCount& count) {
        Cases own;
        if (count.of.empty()) {
            for (const CountedCase& counted : cases_.cases(count.kind)) {
                own.push_back(&counted);
            }
        } else {
            for (const CountedCase* counted : of_count_[place(*book_.find_count(count.of))]) {
                if (meets(*counted, count)) own.push_back(counted);
            }
        }
        const std::size_t cell = add_cell(count.id, count.title, count.unverified, own);
        if (count.kind == CountKind::kinship_carers) {
            result_.cells[cell].value = cases_.kinship_carers();
            result_.cells[cell].children = cases_.children_with_kin();
        }
        result_.counts.push_back(cell);
        of_count_.push_back(std::move(own));
    }

    [[nodiscard]] std::size_t group_of(const CountedCase& counted, const FigureFamily& family)
        const {
        const std::uint16_t value = counted.values[at(family.by)];
        if (is_number(family.by)) {
            return family.group_of(
                value == kUnknownValue ? std::nullopt : std::optional<int>(value)
            );
        }
        return family.group_of(cases_.word(family.by, value));
    }

    void add_simple(const FigureCount& count, const FigureFamily& family) {
        std::vector<Cases> groups(family.groups.size());
        for (const CountedCase* counted : of_count_[place(count)]) {
            groups[group_of(*counted, family)].push_back(counted);
        }
        FigureTable table{&count, &family, result_.counts[place(count)], {}};
        for (std::size_t group = 0; group < groups.size(); ++group) {
            const FigureGroup& told = family.groups[group];
            table.parts.push_back(add_cell(
                figure_id(count, family, told.id), told.title, told.unverified, groups[group]
            ));
        }
        result_.links.sums.push_back({table.total, table.parts});
        simple_[{place(count), family.id}] = table.parts;
        result_.tables.push_back(std::move(table));
    }

    void add_two_way(const FigureCount& count, const FigureFamily& family) {
        const FigureFamily& rows = *book_.find_family(family.cross[0]);
        const FigureFamily& columns = *book_.find_family(family.cross[1]);
        const std::size_t width = columns.groups.size();
        std::vector<Cases> groups(rows.groups.size() * width);
        for (const CountedCase* counted : of_count_[place(count)]) {
            groups[group_of(*counted, rows) * width + group_of(*counted, columns)].push_back(counted
            );
        }
        FigureTable table{&count, &family, result_.counts[place(count)], {}};
        for (std::size_t cell = 0; cell < groups.size(); ++cell) {
            const FigureGroup& row = rows.groups[cell / width];
            const FigureGroup& column = columns.groups[cell % width];
            table.parts.push_back(add_cell(
                figure_id(count, family, row.id, column.id),
                {row.title.en + "; " + column.title.en, row.title.cy + "; " + column.title.cy},
                row.unverified || column.unverified,
                groups[cell]
            ));
        }
        const auto& row_totals = simple_.at({place(count), rows.id});
        const auto& column_totals = simple_.at({place(count), columns.id});
        for (std::size_t row = 0; row < row_totals.size(); ++row) {
            SumOfCells sum{row_totals[row], {}};
            for (std::size_t column = 0; column < width; ++column) {
                sum.parts.push_back(table.parts[row * width + column]);
            }
            result_.links.sums.push_back(std::move(sum));
        }
        for (std::size_t column = 0; column < width; ++column) {
            SumOfCells sum{column_totals[column], {}};
            for (std::size_t row = 0; row < row_totals.size(); ++row) {
                sum.parts.push_back(table.parts[row * width + column]);
            }
            result_.links.sums.push_back(std::move(sum));
        }
        result_.tables.push_back(std::move(table));
    }

    // ---- what differences tell ----

    // A way of cutting a count by one attribute: into groups of cells, by the values that fall into
    // each. A part of a count that meets a condition is one with a single group.
    struct Cut {
        const FigureFamily* family = nullptr;  // or, where there is none,
        const FigureCount* part = nullptr;
        std::vector<std::size_t> cells;
    };

    // Where a value falls in a cut; the number of cells where in none of them.
    std::size_t falls(const Cut& cut, FigureAttribute by, const std::string& word, int number)
        const {
        if (cut.family != nullptr) {
            return is_number(by)
                       ? cut.family->group_of(number < 0 ? std::nullopt : std::optional(number))
                       : cut.family->group_of(word);
        }
        const FigureGroup& condition = cut.part->condition;
        const bool within =
            is_number(by) ? number >= 0 && condition.holds(number) : condition.names(word);
        return within ? 0 : 1;
    }

    std::vector<Cut> cuts_of(const FigureCount& count, FigureAttribute by) const {
        std::vector<Cut> cuts;
        for (const FigureFamily& family : book_.families()) {
            const auto found = simple_.find({place(count), family.id});
            if (!family.two_way() && family.by == by && found != simple_.end()) {
                cuts.push_back({&family, nullptr, found->second});
            }
        }
        for (const FigureCount& part : book_.counts()) {
            if (part.of == count.id && part.by == by) {
                cuts.push_back({nullptr, &part, {result_.counts[place(part)]}});
            }
        }
        return cuts;
    }

    // Every value that one of the cuts may tell from another: the codes or the numbers that they
    // name, and one that none names.
    std::vector<std::pair<std::string, int>> values_of(
        const std::vector<Cut>& cuts, FigureAttribute by
    ) const {
        std::set<std::pair<std::string, int>> values{{"", -1}};
        const auto take = [&](const FigureGroup& group) {
            for (const std::string& code : group.codes) {
                values.emplace(code, -1);
            }
            if (!is_number(by) || group.rest) return;
            values.emplace("", group.from.value_or(0));
            if (group.below) values.emplace("", *group.below);
        };
        for (const Cut& cut : cuts) {
            if (cut.part != nullptr) take(cut.part->condition);
            for (std::size_t group = 0; cut.family != nullptr && group < cut.cells.size();
                 ++group) {
                take(cut.family->groups[group]);
            }
        }
        return {values.begin(), values.end()};
    }

    std::uint64_t counted_as(
        const FigureCount& count,
        FigureAttribute by,
        const std::vector<Cut>& cuts,
        const std::vector<std::size_t>& falling
    ) const {
        std::uint64_t value = 0;
        for (const CountedCase* counted : of_count_[place(count)]) {
            const std::uint16_t raw = counted->values[at(by)];
            const std::string word(is_number(by) ? std::string_view() : cases_.word(by, raw));
            const int number = is_number(by) && raw != kUnknownValue ? raw : -1;
            bool same = true;
            for (std::size_t cut = 0; same && cut < cuts.size(); ++cut) {
                same = falls(cuts[cut], by, word, number) == falling[cut];
            }
            value += same ? 1U : 0U;
        }
        return value;
    }

    // Two ways of cutting a count by one attribute leave the smallest pieces that both together
    // tell apart. Each cell is the sum of its pieces; a piece that is no cell is printed nowhere.
    void link_ways_of_cutting(const FigureCount& count) {
        for (std::size_t attribute = 0; attribute < kFigureAttributeCount; ++attribute) {
            const auto by = static_cast<FigureAttribute>(attribute);
            const std::vector<Cut> cuts = cuts_of(count, by);
            if (cuts.empty() || (cuts.size() == 1 && cuts.front().family != nullptr)) continue;
            std::set<std::vector<std::size_t>> pieces;
            for (const auto& [word, number] : values_of(cuts, by)) {
                std::vector<std::size_t> falling;
                for (const Cut& cut : cuts) {
                    falling.push_back(falls(cut, by, word, number));
                }
                pieces.insert(std::move(falling));
            }
            link_pieces(count, by, cuts, {pieces.begin(), pieces.end()});
        }
    }

    void link_pieces(
        const FigureCount& count,
        FigureAttribute by,
        const std::vector<Cut>& cuts,
        const std::vector<std::vector<std::size_t>>& pieces
    ) {
        std::vector<std::vector<std::vector<std::size_t>>> of_cell(cuts.size());
        std::vector<std::size_t> cells;
        for (std::size_t cut = 0; cut < cuts.size(); ++cut) {
            of_cell[cut].resize(cuts[cut].cells.size());
            for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
                const std::size_t group = pieces[piece][cut];
                if (group < of_cell[cut].size()) of_cell[cut][group].push_back(piece);
            }
        }
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            std::size_t cell = result_.links.cells.size();
            for (std::size_t cut = 0; cut < cuts.size(); ++cut) {
                const std::size_t group = pieces[piece][cut];
                if (group < of_cell[cut].size() && of_cell[cut][group].size() == 1) {
                    cell = cuts[cut].cells[group];
                    break;
                }
            }
            if (cell == result_.links.cells.size()) {
                result_.links.cells.push_back(
                    {count.id + " by " + std::string(to_text(by)) + ", piece " +
                         std::to_string(piece),
                     counted_as(count, by, cuts, pieces[piece]),
                     false}
                );
            }
            cells.push_back(cell);
        }
        result_.links.sums.push_back({result_.counts[place(count)], cells});
        for (std::size_t cut = 0; cut < cuts.size(); ++cut) {
            for (std::size_t group = 0; group < of_cell[cut].size(); ++group) {
                SumOfCells sum{cuts[cut].cells[group], {}};
                for (const std::size_t piece : of_cell[cut][group]) {
                    sum.parts.push_back(cells[piece]);
                }
                if (sum.parts != std::vector{sum.total})
                    result_.links.sums.push_back(std::move(sum));
            }
        }
    }

    // A part of a count, and each of its groups, leaves something of the whole.
    void link_to_whole(const FigureCount& count) {
        const FigureCount* whole = whole_of(count);
        if (whole == nullptr) return;
        link_rest(result_.counts[place(*whole)], result_.counts[place(count)]);
        for (const FigureTable& table : result_.tables) {
            if (table.count != &count) continue;
            const auto same = std::ranges::find_if(result_.tables, [&](const FigureTable& other) {
                return other.count == whole && other.family == table.family;
            });
            if (same == result_.tables.end()) continue;
            for (std::size_t part = 0; part < table.parts.size(); ++part) {
                link_rest(same->parts[part], table.parts[part]);
            }
        }
    }

    const FigureCount* whole_of(const FigureCount& count) const {
        if (!count.of.empty()) return book_.find_count(count.of);
        if (!count.within.empty()) return book_.find_count(count.within);
        // Whoever is looked after on the last day of a period is looked after on a day of it.
        if (count.kind == CountKind::looked_after && cases_.as_at() == cases_.period().to) {
            const auto whole = std::ranges::find_if(book_.counts(), [](const FigureCount& other) {
                return other.of.empty() && other.kind == CountKind::looked_after_in_period;
            });
            return whole == book_.counts().end() ? nullptr : &*whole;
        }
        return nullptr;
    }

    void link_rest(std::size_t whole, std::size_t part) {
        const std::uint64_t all = result_.links.cells[whole].value;
        const std::uint64_t some = result_.links.cells[part].value;
        // Records that contradict each other may put a child into different groups of the two.
        if (some > all) return;
        const std::size_t rest = result_.links.cells.size();
        result_.links.cells.push_back(
            {result_.links.cells[whole].id + " without " + result_.links.cells[part].id,
             all - some,
             false}
        );
        result_.links.sums.push_back({whole, {part, rest}});
    }

    const CaseCounter& cases_;
    const FigureBook& book_;
    FigureTables result_;
    std::vector<Cases> of_count_;  // in the order of the book
    std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> simple_;
};

}  // namespace

const FigureCell* FigureTables::find(std::string_view id) const {
    const auto found = std::ranges::find(cells, id, &FigureCell::id);
    return found == cells.end() ? nullptr : &*found;
}

FigureTables tabulate(const CaseCounter& cases, const FigureBook& book) {
    return Tabulation(cases, book).build();
}

}  // namespace tyst
