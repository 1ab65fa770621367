#pragma once
// The command line as it is declared: what completion scripts are made from. The parser gives it (parser.hpp).

#include <string>
#include <vector>

namespace limbeck::cli {

// An option, a flag or a positional argument.
struct Taken {
  std::vector<std::string> names;    // "-m", "--message"; of a positional its one name, without dashes
  std::string value;                 // what stands for its value in the help: "FILE", "REV"; empty: a flag
  std::vector<std::string> choices;  // the values that it can have; empty: any
  std::string help;
  bool positional = false;
};

struct CommandLine {
  struct Command {
    std::string name;
    std::string summary;
    std::vector<Taken> taken;
  };
  std::vector<Taken> globals;
  std::vector<Command> commands;
};

}  // namespace limbeck::cli
