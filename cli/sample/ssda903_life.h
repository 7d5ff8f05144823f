#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/sample/ssda903_choices.h"
#include "schema/date.h"

// One invented child over all the years of a series of returns, and what each return says of it.
namespace tyst::sample {

using SsdaRow = std::vector<std::string>;
// By table; a child that a return leaves out has none.
using SsdaChildRows = std::map<std::string, std::vector<SsdaRow>>;

// The years that the returns of a series are for, by the March in which each ends.
struct SsdaYears {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};
[[nodiscard]] Date ssda903_year_begins(std::uint32_t year);
[[nodiscard]] Date ssda903_year_ends(std::uint32_t year);

// The code under which a placement is stated in the collection of `year`: H5 became K3 in 2025, and
// Z1 became Z11 to Z14 in 2026.
[[nodiscard]] std::string ssda903_place_in_year(const std::string& place, std::uint32_t year);

class SsdaLife {
  public:
    // The same arguments give the same life, however many other children there are.
    SsdaLife(std::uint32_t number, SsdaYears years, std::uint64_t seed);

    // What the return of that year says when everything is known in time: every episode that holds
    // on a day of the year, open where it ends later.
    [[nodiscard]] SsdaChildRows stated_in(std::uint32_t year) const;

  private:
    struct Episode {
        Date from;
        std::optional<Date> until;
        std::string reason_new;
        SsdaStay stay;
        std::string reason_ceased;
        std::string place_change;
        std::string home_postcode;
        std::string place_postcode;
        std::string provider_reference;
    };
    struct DatedCode {
        Date day;
        std::string code;
    };
    struct Absence {
        Date from;
        Date until;
        std::string kind;
    };

    void choose_period(SsdaYears years, RandomSource& random);
    void choose_episodes(Date horizon, RandomSource& random);
    void add_episode(Date from, const std::string& reason_new, const SsdaStay& stay, RandomSource&);
    void choose_reviews(Date horizon, RandomSource& random);
    void choose_absences(SsdaYears years, RandomSource& random);
    void choose_facts(RandomSource& random);
    [[nodiscard]] int age_on(Date day) const;
    [[nodiscard]] bool in_care_in(std::uint32_t year) const;
    [[nodiscard]] bool care_leaver_in(std::uint32_t year) const;

    void state_header(SsdaChildRows& rows, std::uint32_t year) const;
    void state_episodes(SsdaChildRows& rows, std::uint32_t year) const;
    void state_reviews_and_absences(SsdaChildRows& rows, std::uint32_t year) const;
    void state_outcomes(SsdaChildRows& rows, std::uint32_t year) const;
    void state_adoption(SsdaChildRows& rows, std::uint32_t year) const;
    void state_social_worker(SsdaChildRows& rows, std::uint32_t year) const;

    std::string child_;
    std::uint64_t seed_ = 0;
    Date birth_;
    std::string birth_text_;
    bool female_ = false;
    bool asylum_seeking_ = false;
    std::string ethnicity_;
    std::string pupil_;
    std::string need_;
    std::string permanence_before_;
    std::string worker_;
    Date entered_;
    std::optional<Date> left_;
    std::vector<Episode> episodes_;
    std::vector<DatedCode> reviews_;
    std::vector<Absence> absences_;
};

}  // namespace tyst::sample
