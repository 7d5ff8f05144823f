#include <algorithm>

#include "cli/sample/ssda903.h"
#include "cli/sample/ssda903_choices.h"

namespace tyst::sample {
namespace {

// One child's part of a return, built up column by column.
class ChildRows {
  public:
    ChildRows(SsdaReturn& made, std::uint32_t number, RandomSource& random)
        : made_(made), random_(random), number_(number), child_(ssda903_reference(number)) {}

    void write() {
        choose_period();
        birth_text_ = to_slashed_text(birth_);
        write_header();
        write_episodes();
        write_reviews();
        write_outcomes();
        write_adoption();
        write_missing();
        write_social_workers();
    }

  private:
    void choose_period() {
        const Date earliest = made_.first_day.plus_days(-6 * 365);
        entered_ = random_.chance(35)
                       ? random_.between(made_.first_day, made_.last_day.plus_days(-4))
                       : random_.between(earliest, made_.first_day.plus_days(-1));
        if (random_.chance(28)) {
            left_ =
                random_.between(std::max(entered_, made_.first_day).plus_days(1), made_.last_day);
        }
        // Under 18 throughout the year, and born before care began.
        const Date youngest = entered_.plus_days(-random_.between(1, 60));
        const Date oldest = plus_months(made_.last_day, -18 * 12).plus_days(40);
        birth_ = random_.between(std::min(oldest, youngest), youngest);
        if (birth_.month() == 2 && birth_.day() == 29) {
            birth_ = birth_.plus_days(-1);
        }
    }

    int age() const { return (made_.last_day.days - birth_.days) * 100 / 36525; }

    std::string sex() {
        const bool female = random_.chance(46);
        return made_.year >= 2025 ? (female ? "F" : "M") : (female ? "2" : "1");
    }

    void write_header() {
        sex_ = sex();
        // No real number begins with Z followed by zeros.
        const std::string pupil = age() < 4 ? "UN1" : "Z000000" + child_;
        const bool mother = sex_ != "1" && sex_ != "M" && age() >= 15 && random_.chance(4);
        add("header",
            {child_,
             sex_,
             birth_text_,
             ssda903_ethnicity(random_),
             pupil,
             mother ? "1" : "",
             mother ? to_slashed_text(made_.last_day.plus_days(-90)) : ""});
        if (age() >= 14 && random_.chance(12)) {
            add("uasc", {child_, sex_, birth_text_, to_slashed_text(plus_months(birth_, 18 * 12))});
        }
    }

    SsdaSetting setting() const {
        return {made_.year, age(), entered_ > plus_months(birth_, 12 * 12)};
    }

    void write_episodes() {
        const Date end = left_.value_or(made_.last_day);
        SsdaStay stay = first_ssda903_stay(setting(), random_);
        Date from = entered_;
        std::string reason_new = "S";
        while (true) {
            const bool protection = stay.status[0] == 'L';
            const Date until =
                from.plus_days(protection ? random_.between(1, 6) : random_.between(40, 500));
            last_ = stay;
            last_from_ = from;
            if (stay.status == "V3" || until >= end) {
                write_episode(
                    from,
                    reason_new,
                    stay,
                    left_,
                    left_ ? ssda903_reason_left(stay, made_.year, random_) : "",
                    ""
                );
                return;
            }
            SsdaStay next = stay;
            next.status = next_ssda903_status(stay.status, age(), random_);
            const bool moves = next.status == stay.status || next.status == "E1" ||
                               (stay.placement == "P1" && next.status[0] != 'C') ||
                               random_.chance(40);
            if (moves) {
                next = place_ssda903(next, setting(), random_);
            }
            const bool other_status = next.status != stay.status;
            write_episode(
                from, reason_new, stay, until, "X1", moves ? ssda903_place_change(random_) : ""
            );
            reason_new = other_status && moves ? "B" : other_status ? "L" : "P";
            stay = next;
            from = until;
        }
    }

    void write_episode(
        Date from,
        const std::string& reason_new,
        const SsdaStay& stay,
        std::optional<Date> until,
        const std::string& reason_ended,
        const std::string& place_change
    ) {
        if (need_.empty()) {
            need_ = ssda903_need(random_);
        }
        const bool home = stay.placement == "P1";
        add("episodes",
            {child_,
             to_slashed_text(from),
             reason_new,
             stay.status,
             need_,
             stay.placement,
             stay.provider,
             until ? to_slashed_text(*until) : "",
             reason_ended,
             place_change,
             ssda903_postcode(random_),
             home ? "" : ssda903_postcode(random_),
             home ? "" : ssda903_provider_reference(random_)});
    }

    void write_reviews() {
        if (last_.status == "V3") {
            return;
        }
        const Date end = left_.value_or(made_.last_day);
        Date day = entered_.plus_days(random_.between(14, 34));
        for (int number = 1; day < end; ++number) {
            if (day >= made_.first_day) {
                const bool under_four = day < plus_months(birth_, 48);
                add("reviews",
                    {child_,
                     birth_text_,
                     to_slashed_text(day),
                     ssda903_review_code(under_four, random_)});
            }
            day = plus_months(day, number == 1 ? 3 : 6).plus_days(random_.between(-20, 10));
        }
    }

    // Rarer cases go by the child's number: so they are there in every return, however small.
    bool every(std::uint32_t nth) const { return number_ % nth == 0; }

    void write_outcomes() {
        const bool all_year = entered_ <= made_.first_day && !left_;
        if (all_year) {
            const bool scored = age() >= 4 && random_.chance(75);
            add("oc2",
                {child_,
                 birth_text_,
                 scored ? std::to_string(random_.between(0, 40)) : "",
                 scored || age() < 4 ? "" : "SDQ" + std::to_string(random_.between(1, 5)),
                 ssda903_flag(3, random_),
                 age() < 5 ? ssda903_flag(85, random_) : "",
                 ssda903_flag(88, random_),
                 ssda903_flag(80, random_),
                 ssda903_flag(90, random_),
                 ssda903_flag(4, random_),
                 "",
                 ""});
        }
        if (age() >= 17) {
            static constexpr const char* kActivity[] = {"F2", "F1", "P2", "G5", "G4", "F5", "F3"};
            std::string activity = random_.pick(kActivity);
            if (activity == "F5" && made_.year < 2022) {
                activity = "F3";
            } else if (activity == "F3" && made_.year >= 2022) {
                activity = "F5";
            }
            static constexpr const char* kHome[] = {"B1", "C1", "D1", "K1", "U1", "Z1"};
            std::string in_touch = random_.chance(90) ? "YES" : "NO";
            std::string home = random_.pick(kHome);
            if (every(5)) {
                home.back() = '2';
            }
            if (every(9)) {
                in_touch = "RHOM";
                activity = "0";
                home = "0";
            }
            add("oc3", {child_, birth_text_, in_touch, activity, home});
        }
        static constexpr const char* kBefore[] = {
            "Z1", "Z1", "Z1", "Z1", "Z1", "Z1", "Z1", "P4", "P2"
        };
        const std::string before = random_.pick(kBefore);
        const Date ordered = entered_.plus_days(-30);
        if (before == "Z1" && every(11) && ordered > birth_) {
            add("previous_permanence",
                {child_, birth_text_, every(2) ? "P1" : "P3", "WAL", to_slashed_text(ordered)});
            return;
        }
        add("previous_permanence",
            {child_,
             birth_text_,
             before,
             before == "P2" ? "WAL" : "",
             before == "P2" ? "ZZ/ZZ/" + std::to_string(birth_.year() + 1) : ""});
    }

    void write_adoption() {
        if (last_.status != "E1") {
            return;
        }
        const Date decided = std::max(entered_, left_.value_or(made_.last_day).plus_days(-200));
        if (left_ && last_.placement == "A6") {
            static constexpr const char* kSex[] = {"MF", "MF", "MF", "FF", "MM"};
            const std::string foster_carer = ssda903_flag(15, random_);
            const std::string sexes = random_.pick(kSex);
            const bool one = every(3);
            add("ad1",
                {child_,
                 birth_text_,
                 to_slashed_text(decided),
                 to_slashed_text(decided.plus_days(60)),
                 foster_carer,
                 one ? "1" : "2",
                 one ? "F1" : sexes,
                 one ? "L0" : "L11"});
        }
        const Date reversed = decided.plus_days(40);
        if (last_.placement != "A6" && every(2) && made_.first_day <= reversed &&
            reversed <= made_.last_day) {
            add("placed_for_adoption",
                {child_,
                 birth_text_,
                 to_slashed_text(decided),
                 to_slashed_text(reversed),
                 "RD" + std::to_string(1 + number_ % 4)});
            return;
        }
        add("placed_for_adoption", {child_, birth_text_, to_slashed_text(decided), "", ""});
    }

    void write_missing() {
        const Date first = std::max(entered_, made_.first_day);
        const Date end = left_.value_or(made_.last_day);
        if (age() < 11 || end.days - first.days < 40 || !random_.chance(9)) {
            return;
        }
        const Date from = random_.between(first.plus_days(5), end.plus_days(-20));
        add("missing",
            {child_,
             birth_text_,
             random_.chance(60) ? "M" : "A",
             to_slashed_text(from),
             to_slashed_text(from.plus_days(random_.between(1, 12)))});
        const Date still_away = made_.last_day.plus_days(-2);
        if (every(3) && !left_ && last_from_ <= still_away) {
            add("missing", {child_, birth_text_, "M", to_slashed_text(still_away), ""});
        }
    }

    void write_social_workers() {
        const Date from = std::max(entered_, made_.first_day);
        if (made_.find("social_worker") != nullptr) {
            add("social_worker",
                {child_,
                 birth_text_,
                 "SW" + std::to_string(random_.between(100, 180)),
                 to_slashed_text(from),
                 left_ ? to_slashed_text(*left_) : "",
                 "MANAGE"});
        }
        if (made_.find("dolo") != nullptr && age() >= 13 && last_.placement == "K2" &&
            random_.chance(10)) {
            add("dolo", {child_, birth_text_, to_slashed_text(from), ""});
        }
    }

    void add(const std::string& table, std::vector<std::string> row) {
        made_.table(table).rows.push_back(std::move(row));
    }

    SsdaReturn& made_;
    RandomSource& random_;
    std::uint32_t number_;
    std::string child_;
    std::string birth_text_;
    std::string sex_;
    std::string need_;
    Date birth_;
    Date entered_;
    std::optional<Date> left_;
    SsdaStay last_;
    Date last_from_;  // the day on which it began
};

}  // namespace

void add_ssda903_child(SsdaReturn& received, std::uint32_t number, RandomSource& random) {
    ChildRows(received, number, random).write();
}

}  // namespace tyst::sample
