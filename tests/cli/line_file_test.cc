#include "cli/line_file.h"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "schema/event_json.h"
#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

std::vector<LineReader::Line> lines_of(const LineFile& file, std::uint64_t start = 0) {
    std::vector<LineReader::Line> lines;
    LineReader reader(file, start);
    LineReader::Line line;
    for (auto more = reader.next(line); more.value(); more = reader.next(line)) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> texts_of(const LineFile& file, std::uint64_t start = 0) {
    std::vector<std::string> texts;
    for (const LineReader::Line& line : lines_of(file, start)) {
        texts.push_back(line.text);
    }
    return texts;
}

LineFile open_file(const std::filesystem::path& path) {
    std::istringstream unused;
    return LineFile::open(path.string(), unused).value();
}

LineFile standard_input(const std::string& text) {
    std::istringstream input(text);
    return LineFile::open("-", input).value();
}

TEST_CASE("lines: each has its number, its place and its bytes, the last also without an end") {
    const auto lines = lines_of(standard_input(std::string("ab\r\n\nc\0d\nlast", 13)));
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].text == "ab\r");
    CHECK(lines[1].text.empty());
    CHECK(lines[2].text == std::string("c\0d", 3));
    CHECK(lines[3].text == "last");
    CHECK(lines[2].number == 3);
    CHECK(lines[2].start == 5);
    CHECK(lines[2].size == 3);
    CHECK(lines_of(standard_input("")).empty());
    CHECK(texts_of(standard_input("\n")) == std::vector<std::string>{""});
}

TEST_CASE("lines: a file and standard input are read as often as wanted, from any place") {
    const tyst::test::TemporaryDirectory place;
    const std::string long_line(200'000, 'x');
    const std::string text = "first\n" + long_line + "\nlast\n";
    std::ofstream(place / "text") << text;
    const LineFile file = open_file(place / "text");
    const LineFile input = standard_input(text);
    for (const LineFile* each : {&file, &input, &file}) {
        CHECK(texts_of(*each) == std::vector<std::string>{"first", long_line, "last"});
        CHECK(texts_of(*each, 6) == std::vector<std::string>{long_line, "last"});
    }
}

TEST_CASE("lines: what is too long for an event is measured, but not kept") {
    const auto lines = lines_of(standard_input(std::string(3 * kJsonLineMax, 'x') + "\nnext"));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].size == 3 * kJsonLineMax);
    CHECK(lines[0].text.size() == kJsonLineMax);
    CHECK(lines[1].text == "next");
}

TEST_CASE("lines: what is added to a file while it is read is left for the next time") {
    const tyst::test::TemporaryDirectory place;
    std::ofstream(place / "text") << "first\n";
    const LineFile file = open_file(place / "text");
    std::ofstream(place / "text", std::ios::app) << "second\n";
    CHECK(texts_of(file) == std::vector<std::string>{"first"});
}

TEST_CASE("lines: a file that became shorter, is none, or is not there is an error") {
    const tyst::test::TemporaryDirectory place;
    std::istringstream unused;
    std::ofstream(place / "text") << "first\n";
    const LineFile file = open_file(place / "text");
    std::filesystem::resize_file(place / "text", 0);
    LineReader::Line line;
    CHECK(LineReader(file).next(line).error().code == ErrorCode::io_failed);
    CHECK(LineFile::open((place / "").string(), unused).error().code == ErrorCode::io_failed);
    CHECK(LineFile::open((place / "none").string(), unused).error().code == ErrorCode::not_found);
}

TEST_CASE("lines: a file that does not know its size is read all the same") {
    CHECK_FALSE(texts_of(open_file("/proc/version")).empty());
}

}  // namespace
}  // namespace tyst::cli
