#pragma once
// How a command says what it takes: a thin facade, so that one file alone includes the command line library. Targets
// keep their values where an option is not given, and must live until the command runs.

#include "cli/command_line.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace limbeck::cli {

class Arguments {
 public:
  explicit Arguments(CLI::App& app) : app_(app) {}

  // `names` as "-v,--verbose".
  void flag(const std::string& names, bool& target, const std::string& help);
  void option(const std::string& names, std::string& target, const std::string& value, const std::string& help);
  // May be given several times, each with one value.
  void options(const std::string& names, std::vector<std::string>& target, const std::string& value,
               const std::string& help);
  // The value may be left out; `bare` stands for it then.
  void option_or(const std::string& names, std::optional<std::string>& target, const std::string& bare,
                 const std::string& value, const std::string& help);
  void choice(const std::string& names, std::string& target, const std::vector<std::string>& values,
              const std::string& help);

  // Without choices any value will do.
  void positional(const std::string& name, std::string& target, const std::string& help,
                  const std::vector<std::string>& choices = {});
  void positionals(const std::string& name, std::vector<std::string>& target, const std::string& help);
  // The option or positional of that name (without dashes) must be given. `hint`: how to.
  void require(const std::string& name, const std::string& hint);

  struct Required {
    std::string name;
    std::string hint;
  };
  [[nodiscard]] const std::vector<Required>& required() const { return required_; }
  // All that was declared, in order.
  [[nodiscard]] const std::vector<Taken>& taken() const { return taken_; }

 private:
  void note(const std::string& names, const std::string& value, const std::string& help,
            const std::vector<std::string>& choices = {});

  CLI::App& app_;
  std::vector<Required> required_;
  std::vector<Taken> taken_;
};

}  // namespace limbeck::cli
