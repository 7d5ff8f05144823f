#include "cli/measure_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tyst::cli {
namespace {

struct Word {
    std::string_view key;
    std::string_view en;
    std::string_view cy;
};

constexpr std::array kMeasureWords = {
    // ---- headings ----
    Word{"measure", "Measure", "Mesur"},
    Word{"set", "Set", "Set"},
    Word{"title", "Title", "Teitl"},
    Word{"numerator", "Numerator", "Rhifiadur"},
    Word{"denominator", "Denominator", "Enwadur"},
    Word{"result", "Result", "Canlyniad"},
    Word{"not-held", "Not told", "Heb ei ddweud"},
    Word{"wording", "Wording", "Geiriad"},
    Word{"years", "Asked for", "Gofynnwyd"},
    Word{"unit", "Unit", "Uned"},
    Word{"child", "Child", "Plentyn"},
    Word{"day", "Day", "Dydd"},
    Word{"verdict", "Verdict", "Dyfarniad"},
    Word{"why", "Why", "Pam"},
    Word{"source", "Source", "Ffynhonnell"},
    Word{"reading", "Read as", "Darllenir fel"},
    Word{"needs", "Needs", "Angen"},
    Word{"rules", "Clocks", "Clociau"},
    // ---- wording, gaps, verdicts ----
    Word{"verified", "verified", "wedi'i wirio"},
    Word{"unverified", "unverified (M)", "heb ei wirio (M)"},
    Word{"not-held-here", "not held here", "heb ei ddal yma"},
    Word{"not-computed", "not computed", "heb ei gyfrifo"},
    Word{
        "no-rule-in-force",
        "no version of the clock that it counts is in force in the year",
        "nid oes fersiwn o'r cloc y mae'n ei gyfrif mewn grym yn y flwyddyn"
    },
    Word{"counted", "counted", "wedi'i gyfrif"},
    Word{"not-counted", "not counted", "heb ei gyfrif"},
    Word{"every-year", "every year", "pob blwyddyn"},
    Word{
        "counts-are-exact",
        "Counts are exact: not rounded, nothing suppressed; not for publication as they stand.",
        "Mae'r cyfrifon yn union: heb eu talgrynnu, dim wedi'i atal; nid i'w cyhoeddi fel y maent."
    },
    // ---- what a verdict rests on ----
    Word{"looked-after-since", "looked after since", "yn derbyn gofal ers"},
    Word{"placed", "placed", "lleolwyd"},
    Word{"located", "where", "ble"},
    Word{"due", "due", "yn ddyledus"},
    Word{"done", "done in time", "gwnaed mewn pryd"},
    Word{"done-late", "done late", "gwnaed yn hwyr"},
    Word{"not-done", "not done by", "heb ei wneud erbyn"},
    Word{"due-day-unknown", "due day unknown, from", "dyddiad dyledus anhysbys, o"},
    Word{"no-duty-known", "no duty known on", "dim dyletswydd hysbys ar"},
    Word{"recorded", "recorded", "cofnodwyd"},
    Word{"not-recorded", "not recorded by", "heb ei gofnodi erbyn"},
    Word{"registered", "on the register from", "ar y gofrestr o"},
    Word{"off-the-register", "off the register", "oddi ar y gofrestr"},
    Word{"care-and-support-since", "care and support since", "gofal a chymorth ers"},
    Word{"left-care", "left care", "gadawodd ofal"},
    Word{"did-not-leave-so", "did not leave so by", "heb adael felly erbyn"},
    Word{"plan-of-permanence", "plan of permanence", "cynllun parhauster"},
    Word{"no-plan-of-permanence", "no plan of permanence by", "dim cynllun parhauster erbyn"},
    Word{"care-plan", "care and support plan", "cynllun gofal a chymorth"},
    Word{"no-care-plan", "no care and support plan by", "dim cynllun gofal a chymorth erbyn"},
    Word{"allocated", "allocated", "dyrannwyd"},
    Word{"not-allocated", "nobody allocated on", "neb wedi'i ddyrannu ar"},
    Word{"no-further-placement", "no further placement by", "dim lleoliad pellach erbyn"},
    Word{
        "placement-does-not-say", "the placement does not say on", "nid yw'r lleoliad yn dweud ar"
    },
    Word{"birth-date-not-known", "birth date not known on", "dyddiad geni anhysbys ar"},
};

}  // namespace

MeasureLanguage measure_language_from(const std::string& text) {
    return text == "cy" ? MeasureLanguage::welsh : MeasureLanguage::english;
}

const std::string& in(MeasureLanguage language, const BilingualText& text) {
    return language == MeasureLanguage::welsh ? text.cy : text.en;
}

std::string_view measure_word(std::string_view key, MeasureLanguage language) {
    const auto found = std::ranges::find(kMeasureWords, key, &Word::key);
    if (found == kMeasureWords.end()) return key;
    return language == MeasureLanguage::welsh ? found->cy : found->en;
}

std::string years_in_words(const Measure& measure, MeasureLanguage language) {
    if (!measure.first_year && !measure.last_year) {
        return std::string(measure_word("every-year", language));
    }
    const std::string first = measure.first_year ? std::to_string(*measure.first_year) : "";
    const std::string last = measure.last_year ? std::to_string(*measure.last_year) : "";
    return first + ".." + last;
}

std::string wording_in_words(const Measure& measure, MeasureLanguage language) {
    return std::string(measure_word(measure.wording_verified ? "verified" : "unverified", language)
    );
}

std::string gap_in_words(const MeasureOutcome& outcome, MeasureLanguage language) {
    switch (outcome.gap) {
        case MeasureGap::none:
            break;
        case MeasureGap::not_computed:
            return in(language, outcome.measure->not_computed);
        case MeasureGap::no_rule_in_force:
            return std::string(measure_word("no-rule-in-force", language));
    }
    return "";
}

std::string verdict_in_words(const MeasuredItem& item, MeasureLanguage language) {
    const MeasureVerdict verdict = item.in_population ? item.verdict : MeasureVerdict::not_held;
    return std::string(measure_word(name(verdict), language));
}

std::string grounds_in_words(const MeasuredItem& item, MeasureLanguage language) {
    std::string text;
    for (const MeasureGround& ground : item.grounds) {
        if (!text.empty()) text += "; ";
        text +=
            fmt::format("{} {}", measure_word(ground.what, language), tyst::to_text(ground.day));
        if (!ground.detail.empty()) text += fmt::format(" ({})", ground.detail);
    }
    return text;
}

boost::json::object description_json(const Measure& measure) {
    boost::json::object json = {
        {"id", measure.id},
        {"set", measure.set},
        {"version", measure.version},
        {"title", measure.title.en},
        {"title_cy", measure.title.cy},
        {"source", measure.source},
        {"wording", measure.wording_verified ? "verified" : "unverified"},
    };
    if (measure.first_year) json["first_year"] = *measure.first_year;
    if (measure.last_year) json["last_year"] = *measure.last_year;
    if (!measure.reading.en.empty()) {
        json["reading"] = measure.reading.en;
        json["reading_cy"] = measure.reading.cy;
    }
    if (measure.computed()) {
        json["unit"] = to_text(measure.unit);
        json["result"] = to_text(measure.result);
        json["counts"] = to_text(measure.population.kind);
    } else {
        json["not_computed"] = measure.not_computed.en;
        json["not_computed_cy"] = measure.not_computed.cy;
    }
    return json;
}

}  // namespace tyst::cli
