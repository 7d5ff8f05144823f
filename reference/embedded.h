#pragma once

#include <span>
#include <string_view>

namespace tyst {

// One reference file as it was when the program was built.
struct EmbeddedFile {
    std::string_view path;  // relative to reference/: "codes/sex.toml"
    std::string_view text;
};

// Every *.toml below reference/, in the order of their paths. Lives as long as the program.
[[nodiscard]] std::span<const EmbeddedFile> embedded_reference_files();

}  // namespace tyst
