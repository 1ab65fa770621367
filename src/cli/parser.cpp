#include "cli/parser.hpp"

#include "cli/commands.hpp"
#include "cli/topics.hpp"
#include "model/diagnostic.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

namespace limbeck::cli {

namespace {

std::function<std::string(const std::string&)> one_of(const std::vector<std::string>& values) {
  return [values](const std::string& value) {
    const bool known = std::find(values.begin(), values.end(), value) != values.end();
    return known ? std::string() : fmt::format("'{}' is none of {}", value, fmt::join(values, ", "));
  };
}

}  // namespace

void Arguments::note(const std::string& names, const std::string& value, const std::string& help,
                     const std::vector<std::string>& choices) {
  Taken taken{{}, value, choices, help, !names.starts_with('-')};
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find(',', at), names.size());
    taken.names.push_back(names.substr(at, end - at));
    at = end + 1;
  }
  taken_.push_back(std::move(taken));
}

void Arguments::flag(const std::string& names, bool& target, const std::string& help) {
  note(names, "", help);
  app_.add_flag(names, target, help);
}

void Arguments::option(const std::string& names, std::string& target, const std::string& value,
                       const std::string& help) {
  note(names, value, help);
  app_.add_option(names, target, help)->type_name(value)->take_last();
}

void Arguments::options(const std::string& names, std::vector<std::string>& target, const std::string& value,
                        const std::string& help) {
  note(names, value, help);
  app_.add_option(names, target, help + " (repeatable)")->type_name(value)->expected(1)->take_all();
}

void Arguments::option_or(const std::string& names, std::optional<std::string>& target, const std::string& bare,
                          const std::string& value, const std::string& help) {
  note(names, "[" + value + "]", help);
  const auto read = [&target, bare](const std::vector<std::string>& given) {
    target = given.empty() || given.back().empty() ? bare : given.back();
    return true;
  };
  app_.add_option(names, read, help)->type_name("[" + value + "]")->expected(0, 1)->take_last();
}

void Arguments::choice(const std::string& names, std::string& target, const std::vector<std::string>& values,
                       const std::string& help) {
  const std::string value = fmt::format("{}", fmt::join(values, "|"));
  note(names, value, help, values);
  app_.add_option(names, target, help)->type_name(value)->take_last()->check(one_of(values));
}

void Arguments::positional(const std::string& name, std::string& target, const std::string& help,
                           const std::vector<std::string>& choices) {
  note(name, "", help, choices);
  CLI::Option* const option = app_.add_option(name, target, help)->type_name("");
  if (!choices.empty()) option->check(one_of(choices));
}

void Arguments::positionals(const std::string& name, std::vector<std::string>& target, const std::string& help) {
  note(name, "", help);
  app_.add_option(name, target, help)->type_name("");
}

void Arguments::require(const std::string& name, const std::string& hint) {
  required_.push_back({name, hint});
}

namespace {

struct Declared {
  const Command* command = nullptr;
  CLI::App* app = nullptr;
  Arguments arguments;
  Action action;
};

class Parser {
 public:
  Parser() {
    app_.require_subcommand(0, 1);
    app_.allow_extras();
    app_.set_help_flag("-h,--help", "This text, or that of a command");
    bool& version = version_;
    declare_globals(version);
    app_.footer(
        "Examples:\n"
        "  limbeck init\n"
        "  limbeck inspect --output models/schema.toml\n"
        "  limbeck revision --autogenerate -m \"add email verification\"\n"
        "  limbeck upgrade head\n"
        "  limbeck check\n\n"
        "Global options may stand before or after the command. `limbeck COMMAND --help` tells more,\n"
        "and so does `limbeck help TOPIC`:\n\n" +
        topic_lines() +
        "\nExit status: 0 done, 1 error, 2 differences, 3 hazard, 4 history, 5 lock or timeout,\n"
        "6 no connection, 64 wrong usage, 130 interrupted.");
    for (const Command* command : commands) declare(*command);
  }

  Invocation parse(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments.front() == "help") {
      arguments.erase(arguments.begin());
      if (arguments.size() == 1 && !arguments.front().starts_with('-')) return help_on(arguments.front());
      arguments.emplace_back("--help");
    }
    // The library would take the next word for the value.
    for (const std::string& word : arguments) {
      if (word == "--") break;
      if (word.starts_with("--") && word.ends_with('=')) {
        throw usage(fmt::format("{} has no value", word.substr(0, word.size() - 1)), "write it after the =");
      }
    }
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      return {options_, {}, app_.help()};
    } catch (const CLI::ParseError& error) {
      throw usage(without_end(error.what()), see_help());
    }
    return understood();
  }

  [[nodiscard]] CommandLine line() const {
    CommandLine out{globals_.taken(), {}};
    for (const auto& each : declared_) {
      if (std::string_view(each->command->group).empty()) continue;
      out.commands.push_back({each->command->name, each->command->summary, each->arguments.taken()});
    }
    return out;
  }

 private:
  // A command or a topic.
  Invocation help_on(const std::string& name) {
    std::vector<std::string> known;
    for (const auto& each : declared_) {
      if (name == each->command->name) return {options_, {}, each->app->help("limbeck")};
      if (!std::string_view(each->command->group).empty()) known.emplace_back(each->command->name);
    }
    if (const Topic* topic = find_topic(name)) return {options_, {}, std::string(topic->text)};
    for (const Topic& topic : topics()) known.emplace_back(topic.name);
    throw usage(fmt::format("there is no command or topic '{}'", name), suggestion(name, known));
  }

  void declare_globals(bool& version) {
    Arguments& globals = globals_;
    globals.option("--url", options_.url, "URL", "The database: a URL or a libpq connection string");
    globals.option("--config", options_.config, "FILE", "limbeck.toml, if not here or in a directory above");
    globals.option("--env-file", options_.env_file, "FILE", "Variables, if not those of .env beside limbeck.toml");
    globals.choice("--color", color_, {"auto", "always", "never"},
                   "Colours; auto: on a terminal, unless NO_COLOR is set");
    globals.flag("-q,--quiet", quiet_, "Results, warnings and errors only");
    globals.flag("-v,--verbose", verbose_, "More of everything");
    globals.flag("--version", version, "The version of limbeck");
  }

  void declare(const Command& command) {
    CLI::App* sub = app_.add_subcommand(command.name, command.summary);
    sub->group(command.group);
    sub->fallthrough();
    sub->allow_extras();
    std::string examples = "Examples:\n";
    for (std::string_view rest = command.examples; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      examples += fmt::format("  {}\n", rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    sub->footer(examples + "\n`limbeck --help` shows the global options, which may stand here too.");
    declared_.push_back(std::make_unique<Declared>(Declared{&command, sub, Arguments(*sub), {}}));
    declared_.back()->action = command.declare(declared_.back()->arguments);
  }

  Invocation understood() {
    if (version_) return {options_, {}, "limbeck " LIMBECK_VERSION "\n"};
    if (quiet_ && verbose_) throw usage("--quiet and --verbose exclude each other", see_help());
    options_.color = color_ == "always" ? Color::always : color_ == "never" ? Color::never : Color::automatic;
    options_.talk = quiet_ ? Talk::quiet : verbose_ ? Talk::verbose : Talk::normal;
    options_.has_url = app_.count("--url") > 0;
    if (options_.has_url && options_.url.empty()) {
      throw usage("--url is empty", "leave it out to use the database of limbeck.toml");
    }
    const auto chosen = app_.get_subcommands();
    refuse_unknown(chosen.empty() ? nullptr : chosen.front());
    if (chosen.empty()) throw usage("there is no command", see_help());
    const auto found =
        std::find_if(declared_.begin(), declared_.end(), [&](const auto& each) { return each->app == chosen.front(); });
    for (const Arguments::Required& each : (*found)->arguments.required()) {
      const CLI::Option* option = chosen.front()->get_option_no_throw(each.name);
      if (option == nullptr) option = chosen.front()->get_option_no_throw("--" + each.name);
      if (option == nullptr || option->count() == 0) {
        throw usage(fmt::format("`limbeck {}` needs {}", (*found)->command->name,
                                option != nullptr && !option->get_positional() ? "--" + each.name : each.name),
                    each.hint);
      }
    }
    return {options_, (*found)->action, {}};
  }

  // Words that nobody took: a mistyped command, a mistyped option, one argument too many.
  void refuse_unknown(CLI::App* chosen) const {
    std::vector<std::string> left = app_.remaining(true);
    std::erase(left, "--");
    if (left.empty()) return;
    const auto is_option = [](const std::string& word) { return word.size() > 1 && word.front() == '-'; };
    const auto option = std::find_if(left.begin(), left.end(), is_option);
    if (option != left.end()) {
      const std::string name = option->substr(0, option->find('='));
      std::vector<std::string> known = names_of(app_);
      if (chosen != nullptr) {
        for (std::string& each : names_of(*chosen)) known.push_back(std::move(each));
      }
      throw usage(chosen == nullptr ? fmt::format("unknown option {}", name)
                                    : fmt::format("`limbeck {}` has no option {}", chosen->get_name(), name),
                  suggestion(name, known));
    }
    if (chosen == nullptr) {
      std::vector<std::string> known;
      for (const Command* command : commands) {
        if (!std::string_view(command->group).empty()) known.emplace_back(command->name);
      }
      throw usage(fmt::format("there is no command '{}'", left.front()), suggestion(left.front(), known));
    }
    throw usage(fmt::format("`limbeck {}` does not take '{}'", chosen->get_name(), left.front()),
                fmt::format("`limbeck {} --help`", chosen->get_name()));
  }

  static std::string topic_lines() {
    std::string out;
    for (const Topic& topic : topics()) out += fmt::format("  {:<26}{}\n", topic.name, topic.summary);
    return out;
  }

  static std::vector<std::string> names_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
  }

  static std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    return near.empty() ? std::string("`limbeck --help`") : fmt::format("did you mean `{}`?", near);
  }

  [[nodiscard]] std::string see_help() const {
    const auto chosen = app_.get_subcommands();
    return chosen.empty() ? std::string("`limbeck --help` lists the commands")
                          : fmt::format("`limbeck {} --help`", chosen.front()->get_name());
  }

  static Error usage(const std::string& message, std::string hint) {
    return Error(message, ExitStatus::usage).with_hint(std::move(hint));
  }

  static std::string without_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
  }

  CLI::App app_{"Schema revisions for PostgreSQL: declared in TOML, compared with the database, written as SQL",
                "limbeck"};
  Arguments globals_{app_};
  std::vector<std::unique_ptr<Declared>> declared_;
  GlobalOptions options_;
  std::string color_ = "auto";
  bool quiet_ = false;
  bool verbose_ = false;
  bool version_ = false;
};

}  // namespace

Invocation parse(std::vector<std::string> arguments) {
  Parser parser;
  return parser.parse(std::move(arguments));
}

CommandLine command_line() {
  return Parser().line();
}

}  // namespace limbeck::cli
