#include <algorithm>

#include "cli/sample/ssda903.h"

namespace tyst::sample {
namespace {

struct Stay {
    std::string status;
    std::string placement;
    std::string provider;
};

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
        static constexpr const char* kEthnicity[] = {
            "WBRI",
            "WBRI",
            "WBRI",
            "WBRI",
            "WBRI",
            "WOTH",
            "MWBC",
            "MOTH",
            "BAFR",
            "APKN",
            "OOTH",
            "REFU"
        };
        sex_ = sex();
        // No real number begins with Z followed by zeros.
        const std::string pupil = age() < 4 ? "UN1" : "Z000000" + child_;
        const bool mother = sex_ != "1" && sex_ != "M" && age() >= 15 && random_.chance(4);
        add("header",
            {child_,
             sex_,
             birth_text_,
             random_.pick(kEthnicity),
             pupil,
             mother ? "1" : "",
             mother ? to_slashed_text(made_.last_day.plus_days(-90)) : ""});
        if (age() >= 14 && random_.chance(12)) {
            add("uasc", {child_, sex_, birth_text_, to_slashed_text(plus_months(birth_, 18 * 12))});
        }
    }

    Stay first_stay() {
        static constexpr const char* kStatus[] = {"C1", "C1", "C1", "V2", "V2", "V2", "L2", "L1"};
        Stay stay{random_.pick(kStatus), "U6", "PR1"};
        if (entered_ > plus_months(birth_, 12 * 12) && random_.chance(3)) {
            return {"J1", "R5", "PR3"};
        }
        if (stay.status[0] == 'V' && random_.chance(6)) {
            return {"V3", "U6", "PR1"};
        }
        return place(stay);
    }

    // A placement that fits the status and the age.
    Stay place(const Stay& stay) {
        const bool under_order = stay.status == "C1" || stay.status == "C2";
        const int luck = random_.between(1, 100);
        if (stay.status == "E1") {
            return luck <= 60 ? Stay{"E1", "A6", "PR1"} : Stay{"E1", "U6", "PR1"};
        }
        if (luck <= 18 && under_order) {
            return {stay.status, "P1", "PR0"};
        }
        if (luck <= 40) {
            return {stay.status, luck <= 30 ? "U3" : "U1", "PR1"};
        }
        if (luck <= 52 && age() >= 10) {
            return {stay.status, "K2", "PR4"};
        }
        if (luck <= 58 && age() >= 16) {
            return {stay.status, made_.year >= 2025 ? "K3" : "H5", "PR4"};
        }
        return {stay.status, luck <= 75 ? "U4" : "U6", luck <= 85 ? "PR1" : "PR4"};
    }

    std::string next_status(const std::string& status) {
        if (status == "L1" || status == "L2" || (status == "V2" && random_.chance(50))) {
            return "C1";
        }
        if (status == "C1") {
            return "C2";
        }
        if (status == "C2" && age() < 5 && random_.chance(35)) {
            return "E1";
        }
        return status;
    }

    void write_episodes() {
        const Date end = left_.value_or(made_.last_day);
        Stay stay = first_stay();
        Date from = entered_;
        std::string reason_new = "S";
        while (true) {
            const bool protection = stay.status[0] == 'L';
            const Date until =
                from.plus_days(protection ? random_.between(1, 6) : random_.between(40, 500));
            last_ = stay;
            last_from_ = from;
            if (stay.status == "V3" || until >= end) {
                write_episode(from, reason_new, stay, left_, left_ ? reason_left(stay) : "", "");
                return;
            }
            Stay next = stay;
            next.status = next_status(stay.status);
            const bool moves = next.status == stay.status || next.status == "E1" ||
                               (stay.placement == "P1" && next.status[0] != 'C') ||
                               random_.chance(40);
            if (moves) {
                next = place(next);
            }
            const bool other_status = next.status != stay.status;
            write_episode(from, reason_new, stay, until, "X1", moves ? place_change() : "");
            reason_new = other_status && moves ? "B" : other_status ? "L" : "P";
            stay = next;
            from = until;
        }
    }

    void write_episode(
        Date from,
        const std::string& reason_new,
        const Stay& stay,
        std::optional<Date> until,
        const std::string& reason_ended,
        const std::string& place_change
    ) {
        static constexpr const char* kNeed[] = {
            "N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8"
        };
        if (need_.empty()) {
            need_ = random_.pick(kNeed);
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
             postcode(),
             home ? "" : postcode(),
             home ? "" : "0" + std::to_string(random_.between(100000, 999999))});
    }

    // No such postcode area exists.
    std::string postcode() {
        return "ZY" + std::to_string(random_.between(10, 99)) + " " +
               std::to_string(random_.between(1, 9)) + "SA";
    }

    std::string place_change() {
        static constexpr const char* kReasons[] = {
            "CARPL", "CARPL", "CARPL", "CLOSE", "STAND", "CREQB", "CREQO", "CHILD", "LAREQ", "OTHER"
        };
        return random_.pick(kReasons);
    }

    std::string reason_left(const Stay& stay) {
        if (stay.placement == "A6") {
            return random_.chance(60) ? "E12" : "E11";
        }
        if (stay.status == "J1") {
            return random_.chance(40) ? "E9" : "E14";
        }
        if (stay.placement == "U1" || stay.placement == "U3") {
            return made_.year <= 2018 ? "E43" : "E45";
        }
        static constexpr const char* kReasons[] = {"E4A", "E4A", "E4B", "E13", "E41", "E3", "E8"};
        return random_.pick(kReasons);
    }

    void write_reviews() {
        if (last_.status == "V3") {
            return;
        }
        const Date end = left_.value_or(made_.last_day);
        Date day = entered_.plus_days(random_.between(14, 34));
        for (int number = 1; day < end; ++number) {
            if (day >= made_.first_day) {
                static constexpr const char* kCodes[] = {
                    "PN1", "PN1", "PN2", "PN3", "PN5", "PN6", "PN7"
                };
                const bool under_four = day < plus_months(birth_, 48);
                add("reviews",
                    {child_,
                     birth_text_,
                     to_slashed_text(day),
                     under_four ? "PN0" : random_.pick(kCodes)});
            }
            day = plus_months(day, number == 1 ? 3 : 6).plus_days(random_.between(-20, 10));
        }
    }

    // Rarer cases go by the child's number: so they are there in every return, however small.
    bool every(std::uint32_t nth) const { return number_ % nth == 0; }

    std::string yes(int percent) { return random_.chance(percent) ? "1" : "0"; }

    void write_outcomes() {
        const bool all_year = entered_ <= made_.first_day && !left_;
        if (all_year) {
            const bool scored = age() >= 4 && random_.chance(75);
            add("oc2",
                {child_,
                 birth_text_,
                 scored ? std::to_string(random_.between(0, 40)) : "",
                 scored || age() < 4 ? "" : "SDQ" + std::to_string(random_.between(1, 5)),
                 yes(3),
                 age() < 5 ? yes(85) : "",
                 yes(88),
                 yes(80),
                 yes(90),
                 yes(4),
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
            const std::string foster_carer = yes(15);
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
    Stay last_;
    Date last_from_;  // the day on which it began
};

}  // namespace

void add_ssda903_child(SsdaReturn& received, std::uint32_t number, RandomSource& random) {
    ChildRows(received, number, random).write();
}

}  // namespace tyst::sample
