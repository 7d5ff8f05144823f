#include "cli/exit_code.h"

namespace tyst::cli {

ExitCode exit_code_for(ErrorCode code) {
    switch (static_cast<unsigned>(code) / 100) {
        case 1:
            return ExitCode::problems_found;
        case 2:
            return ExitCode::not_found;
        case 3:
            return ExitCode::conflict;
        case 4:
            return ExitCode::integrity;
        case 5:
            return ExitCode::input_output;
        default:
            return ExitCode::bug;
    }
}

}  // namespace tyst::cli
