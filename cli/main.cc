#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/run.h"
#include "cli/system.h"
#include "ledger/system.h"

int main(int argument_count, char** arguments) {
    std::ios::sync_with_stdio(false);
    const tyst::SystemClock clock;
    tyst::SystemEntropy entropy;
    const std::vector<std::string> words(arguments + 1, arguments + argument_count);
    return tyst::cli::run(
        words,
        {
            .in = std::cin,
            .out = std::cout,
            .err = std::cerr,
            .err_is_terminal = isatty(STDERR_FILENO) == 1,
            .clock = clock,
            .entropy = entropy,
            .environment = tyst::cli::environment_variable,
            .user_name = tyst::cli::current_user_name(),
            .ask_secret = tyst::cli::ask_at_terminal,
        }
    );
}
