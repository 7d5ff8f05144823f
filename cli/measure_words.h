#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "projections/measures/measure_outcome.h"
#include "schema/bilingual_text.h"

// Measures and what they rest on, in words of either language.
namespace tyst::cli {

enum class MeasureLanguage : unsigned char { english, welsh };
// "en" or "cy", as the option's check has let through.
[[nodiscard]] MeasureLanguage measure_language_from(const std::string& text);

[[nodiscard]] const std::string& in(MeasureLanguage language, const BilingualText& text);

// "1 April 2018 to …" is not said: "2017 to 2020", "to 2016", "from 2021", "every year".
[[nodiscard]] std::string years_in_words(const Measure& measure, MeasureLanguage language);
// "verified", or "unverified (M)".
[[nodiscard]] std::string wording_in_words(const Measure& measure, MeasureLanguage language);
// Why there is no figure; empty where there is one.
[[nodiscard]] std::string gap_in_words(const MeasureOutcome& outcome, MeasureLanguage language);
[[nodiscard]] std::string verdict_in_words(const MeasuredItem& item, MeasureLanguage language);
// "due 2018-07-02 (R-second-review); plan of permanence 2018-06-30 (adoption)".
[[nodiscard]] std::string grounds_in_words(const MeasuredItem& item, MeasureLanguage language);

// A heading or line of these commands by its key; the key itself where there is none.
[[nodiscard]] std::string_view measure_word(std::string_view key, MeasureLanguage language);

// Id, set, version, titles, source, wording, reading, years.
[[nodiscard]] boost::json::object description_json(const Measure& measure);

}  // namespace tyst::cli
