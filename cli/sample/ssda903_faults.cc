#include <algorithm>
#include <functional>
#include <numeric>

#include "cli/sample/ssda903.h"

namespace tyst::sample {
namespace {

using Row = std::vector<std::string>;

// Spoils the rows of children who are used for one fault only, so that counts stay clean.
class FaultPlanter {
  public:
    FaultPlanter(SsdaReturn& made, std::uint32_t children, RandomSource& random)
        : made_(made), random_(random), unused_(children) {
        std::iota(unused_.begin(), unused_.end(), 1U);
        random_.shuffle(unused_);
        share_ = std::max<std::uint32_t>(2, children / 50);
    }

    void plant_all() {
        plant("overlapping_episodes", share_, [this](auto& child) { return overlap(child); });
        plant("episode_gap", share_, [this](auto& child) { return gap(child); });
        plant("parents_with_voluntary", share_, [this](auto& child) { return at_home(child); });
        plant("birth_date_disagrees", share_, [this](auto& child) { return other_birth(child); });
        plant("unknown_code", share_, [this](auto& child) { return unknown_code(child); });
        plant("impossible_date", share_, [this](auto& child) { return impossible_date(child); });
        plant("child_missing_from_header", share_, [this](auto& child) { return drop(child); });
        plant("duplicate_row", share_, [this](auto& child) { return duplicate(child); });
        plant("review_after_received", 2 * share_, [this](auto& child) { return late(child); });
        plant("open_episode_with_x1", 6 * share_, [this](auto& child) { return open_x1(child); });
    }

  private:
    using Fault = std::function<bool(const std::string&)>;

    // Tries children in turn until `wanted` could be spoiled; the others stay for the next fault.
    void plant(const std::string& kind, std::uint32_t wanted, const Fault& fault) {
        std::uint32_t planted = 0;
        std::erase_if(unused_, [&](std::uint32_t number) {
            const bool done = planted < wanted && fault(ssda903_reference(number));
            planted += done ? 1 : 0;
            return done;
        });
        made_.faults[kind] = planted;
    }

    std::vector<std::size_t> rows_of(const std::string& table, const std::string& child) {
        std::vector<std::size_t> places;
        const auto& rows = made_.table(table).rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i][0] == child) {
                places.push_back(i);
            }
        }
        return places;
    }

    std::string& cell(const std::string& table, std::size_t row, const std::string& column) {
        SsdaTable& found = made_.table(table);
        return found.rows[row][found.at(column)];
    }

    Date date_in(const std::string& table, std::size_t row, const std::string& column) {
        return parse_slashed_date(cell(table, row, column)).value_or(Date{});
    }

    // The first episode that is followed by one of more than twenty days; nothing if none is.
    std::optional<std::size_t> followed_episode(const std::string& child) {
        const auto rows = rows_of("episodes", child);
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            const Date from = date_in("episodes", rows[i + 1], "DECOM");
            const bool open = cell("episodes", rows[i + 1], "DEC").empty();
            if (open || date_in("episodes", rows[i + 1], "DEC").days - from.days > 20) {
                return rows[i];
            }
        }
        return std::nullopt;
    }

    bool overlap(const std::string& child) {
        const auto row = followed_episode(child);
        if (row) {
            cell("episodes", *row, "DEC") =
                to_slashed_text(date_in("episodes", *row, "DEC").plus_days(random_.between(3, 15)));
        }
        return row.has_value();
    }

    bool gap(const std::string& child) {
        const auto row = followed_episode(child);
        if (row) {
            const Date from = date_in("episodes", *row + 1, "DECOM");
            cell("episodes", *row + 1, "DECOM") =
                to_slashed_text(from.plus_days(random_.between(3, 15)));
        }
        return row.has_value();
    }

    bool at_home(const std::string& child) {
        const auto rows = rows_of("episodes", child);
        if (rows.size() != 1 || cell("episodes", rows[0], "LS") == "V3") {
            return false;
        }
        cell("episodes", rows[0], "LS") = "V2";
        cell("episodes", rows[0], "PLACE") = "P1";
        cell("episodes", rows[0], "PLACE_PROVIDER") = "PR0";
        return true;
    }

    bool other_birth(const std::string& child) {
        const auto rows = rows_of("reviews", child);
        if (!rows.empty()) {
            const Date birth = date_in("reviews", rows[0], "DOB");
            cell("reviews", rows[0], "DOB") = to_slashed_text(birth.plus_days(-31));
        }
        return !rows.empty();
    }

    bool unknown_code(const std::string& child) {
        const auto reviews = rows_of("reviews", child);
        const auto episodes = rows_of("episodes", child);
        if (reviews.empty()) {
            return false;
        }
        switch (random_.between(0, 2)) {
            case 0:
                cell("reviews", reviews[0], "REVIEW_CODE") = "PN9";
                break;
            case 1:
                cell("episodes", episodes.back(), "PLACE") = "Q9";
                break;
            default:
                cell("episodes", episodes.back(), "LS") = "C9";
                break;
        }
        return true;
    }

    bool impossible_date(const std::string& child) {
        const auto reviews = rows_of("reviews", child);
        if (reviews.empty()) {
            return false;
        }
        const std::string year = std::to_string(made_.year);
        if (random_.chance(60)) {
            cell("reviews", reviews[0], "REVIEW") = "31/02/" + year;
        } else {
            cell("episodes", rows_of("episodes", child)[0], "DECOM") =
                "31/11/" + std::to_string(made_.year - 1);
        }
        return true;
    }

    bool drop(const std::string& child) {
        auto& header = made_.table("header").rows;
        std::erase_if(header, [&](const Row& row) { return row[0] == child; });
        for (const SsdaTable& table : made_.tables) {
            made_.faults["rows_of_no_child"] += static_cast<std::uint32_t>(std::count_if(
                table.rows.begin(),
                table.rows.end(),
                [&](const Row& row) { return row[0] == child; }
            ));
        }
        return true;
    }

    bool duplicate(const std::string& child) {
        const std::string table = random_.chance(50) ? "reviews" : "episodes";
        const auto places = rows_of(table, child);
        if (!places.empty()) {
            auto& rows = made_.table(table).rows;
            const Row copy = rows[places[0]];
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(places[0]) + 1, copy);
        }
        return !places.empty();
    }

    // Planned reviews written as if they had been held, up to twelve years ahead.
    bool late(const std::string& child) {
        const auto rows = rows_of("reviews", child);
        if (rows.empty()) {
            return false;
        }
        const Date first = made_.last_day.plus_days(90);
        Row row = made_.table("reviews").rows[rows.back()];
        row[made_.table("reviews").at("REVIEW")] =
            to_slashed_text(random_.between(first, plus_months(made_.last_day, 12 * 12)));
        auto& reviews = made_.table("reviews").rows;
        reviews.insert(reviews.begin() + static_cast<std::ptrdiff_t>(rows.back()) + 1, row);
        return true;
    }

    bool open_x1(const std::string& child) {
        for (const std::size_t row : rows_of("episodes", child)) {
            if (cell("episodes", row, "DEC").empty()) {
                cell("episodes", row, "REC") = "X1";
                return true;
            }
        }
        return false;
    }

    SsdaReturn& made_;
    RandomSource& random_;
    std::vector<std::uint32_t> unused_;
    std::uint32_t share_ = 0;
};

}  // namespace

void plant_ssda903_faults(SsdaReturn& received, std::uint32_t children, RandomSource& random) {
    FaultPlanter(received, children, random).plant_all();
}

}  // namespace tyst::sample
