#include "cli/completion_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace limbeck::cli {
namespace {

// What the values of an option or positional are.
enum class Values { choices, revisions, tables, files, directories, unknown };

Values values_of(const Taken& taken) {
  if (!taken.choices.empty()) return Values::choices;
  const std::string_view word = taken.positional ? taken.names.front() : taken.value;
  for (const std::string_view each : {"REVISION", "REVISIONS", "REV", "FROM:TO"}) {
    if (word == each) return Values::revisions;
  }
  if (word == "TABLES") return Values::tables;
  if (word == "FILE" || word == "PATH") return Values::files;
  return word == "DIR" ? Values::directories : Values::unknown;
}

std::string listed(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string names_of(const std::vector<Taken>& taken) {
  std::vector<std::string> out;
  for (const Taken& each : taken) {
    if (!each.positional) out.insert(out.end(), each.names.begin(), each.names.end());
  }
  return listed(out);
}

// 'it'\''s'
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The line of bash that offers such values.
std::string bash_offer(const Taken& taken) {
  switch (values_of(taken)) {
    case Values::choices:
      return fmt::format("_limbeck_words '{}'", listed(taken.choices));
    case Values::revisions:
      return "_limbeck_revisions";
    case Values::tables:
      return fmt::format("_limbeck_words \"$(limbeck words {} 2>/dev/null | cut -f 1)\"", table_words);
    case Values::files:
      return "_limbeck_files -f";
    case Values::directories:
      return "_limbeck_files -d";
    case Values::unknown:
      break;
  }
  return ":";
}

std::string bash_cases(const std::string& command, const std::vector<Taken>& taken) {
  std::string out;
  for (const Taken& each : taken) {
    if (each.positional || each.value.empty()) continue;
    for (const std::string& name : each.names) {
      out += fmt::format("    \"{} {}\") {} ;;\n", command, name, bash_offer(each));
    }
  }
  return out;
}

// Options that take the next word for their value, as a pattern of case.
std::string bash_pattern(const CommandLine& line) {
  std::vector<std::string> names;
  const auto add = [&](const std::vector<Taken>& taken) {
    for (const Taken& each : taken) {
      const bool optional = each.value.starts_with('[');
      if (!each.positional && !each.value.empty() && !optional)
        names.insert(names.end(), each.names.begin(), each.names.end());
    }
  };
  add(line.globals);
  for (const CommandLine::Command& command : line.commands) add(command.taken);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return fmt::format("{}", fmt::join(names, "|"));
}

// zsh ends a description at ], and splits at colons.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const Taken& taken) {
  switch (values_of(taken)) {
    case Values::choices:
      return fmt::format("({})", listed(taken.choices));
    case Values::revisions:
      return "_limbeck_revisions";
    case Values::tables:
      return "_limbeck_tables";
    case Values::files:
      return "_files";
    case Values::directories:
      return "_files -/";
    case Values::unknown:
      break;
  }
  return " ";
}

std::string zsh_specs(const std::vector<Taken>& taken) {
  std::string out;
  for (const Taken& each : taken) {
    if (each.positional) {
      out += fmt::format(" \\\n        {}",
                         quoted(fmt::format("*:{}:{}", zsh_text(each.names.front()), zsh_action(each))));
      continue;
    }
    for (const std::string& name : each.names) {
      // `*`: may be given again. `=`: the value stands behind it or is the next word.
      const std::string_view assign = each.value.empty() ? "" : name.starts_with("--") ? "=" : "+";
      std::string spec = fmt::format("*{}{}[{}]", name, assign, zsh_text(each.help));
      const bool optional = each.value.starts_with('[');
      if (!each.value.empty()) {
        spec += fmt::format("{}{}:{}", optional ? "::" : ":", zsh_text(each.value), zsh_action(each));
      }
      out += fmt::format(" \\\n        {}", quoted(spec));
    }
  }
  return out;
}

// In fish a backslash stands for itself between single quotes unless it is before a quote or another one.
std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish_offer(const Taken& taken) {
  switch (values_of(taken)) {
    case Values::choices:
      return fmt::format(" -x -a {}", fish_quoted(listed(taken.choices)));
    case Values::revisions:
      return fmt::format(" -x -a '(limbeck words {} 2>/dev/null)'", revision_words);
    case Values::tables:
      return fmt::format(" -x -a '(limbeck words {} 2>/dev/null)'", table_words);
    case Values::files:
      return " -r -F";
    case Values::directories:
      return " -x -a '(__fish_complete_directories)'";
    case Values::unknown:
      break;
  }
  return " -x";
}

std::string fish_lines(const std::string& condition, const std::vector<Taken>& taken) {
  std::string out;
  for (const Taken& each : taken) {
    std::string words;
    for (const std::string& name : each.names) {
      if (!each.positional) words += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    const bool has_values = each.positional || !each.value.empty();
    if (each.positional && values_of(each) == Values::unknown) continue;
    out += fmt::format("complete -c limbeck{}{}{} -d {}\n", condition.empty() ? "" : " -n " + fish_quoted(condition),
                       words, has_values ? fish_offer(each) : "", fish_quoted(each.help));
  }
  return out;
}

}  // namespace

std::string bash_completion(const CommandLine& line) {
  std::vector<std::string> commands;
  std::string options;
  std::string values = bash_cases("*", {});
  std::string positionals;
  for (const CommandLine::Command& command : line.commands) {
    commands.push_back(command.name);
    options += fmt::format("    {}) echo '{}' ;;\n", command.name, names_of(command.taken));
    values += bash_cases(command.name, command.taken);
    for (const Taken& each : command.taken) {
      if (each.positional) positionals += fmt::format("    {}) {} ;;\n", command.name, bash_offer(each));
    }
  }
  // Those of all commands: any word may stand before them.
  for (const Taken& each : line.globals) {
    for (const std::string& name : each.names) {
      if (!each.value.empty()) values += fmt::format("    *\" {}\") {} ;;\n", name, bash_offer(each));
    }
  }
  return fmt::format(R"script(# Completion of limbeck for bash: source <(limbeck completion bash)
# Words are those between blanks: bash's own also end at : = and @, which stand in names of revisions.

_limbeck_words() {{
  mapfile -t COMPREPLY < <(compgen -P "$prefix" -W "$1" -- "${{current#"$prefix"}}")
}}

_limbeck_revisions() {{
  [[ $current == *:* ]] && prefix=${{current%:*}}:
  _limbeck_words "$(limbeck words {0} 2>/dev/null | cut -f 1)"
}}

_limbeck_files() {{
  mapfile -t COMPREPLY < <(compgen "$1" -P "$prefix" -- "${{current#"$prefix"}}")
  compopt -o filenames 2>/dev/null
}}

_limbeck_options() {{
  case $1 in
{1}  esac
}}

_limbeck_value() {{
  case $1 in
{2}  esac
}}

_limbeck_positional() {{
  case $1 in
{3}  esac
}}

_limbeck() {{
  local line=${{COMP_LINE:0:COMP_POINT}} current= before= command= prefix= tail word
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current=${{words[${{#words[@]}} - 1]}}
  COMPREPLY=()
  local i
  for ((i = 1; i < ${{#words[@]}} - 1; ++i)); do
    word=${{words[i]}}
    before=
    case $word in
      {4}) before=$word; ((++i)) ;;
      -*) ;;
      *) [[ -z $command ]] && command=$word ;;
    esac
    ((i < ${{#words[@]}} - 1)) && before=
  done
  if [[ -n $before ]]; then
    _limbeck_value "$command $before"
  elif [[ $current == --*=* ]]; then
    prefix=${{current%%=*}}=
    _limbeck_value "$command ${{current%%=*}}"
  elif [[ $current == -* ]]; then
    _limbeck_words "{5} --help $(_limbeck_options "$command")"
  elif [[ -z $command ]]; then
    _limbeck_words '{6} help'
  elif [[ $command == help ]]; then
    _limbeck_words '{6}'
  else
    _limbeck_positional "$command"
  fi
  # Of what bash takes for the beginning of the word nothing may stand in the reply.
  tail=$current
  while [[ -n $tail && ${{tail: -1}} != [:=@] ]]; do tail=${{tail%?}}; done
  if [[ -n $tail && $COMP_WORDBREAKS == *"${{tail: -1}}"* ]]; then COMPREPLY=("${{COMPREPLY[@]#"$tail"}}"); fi
}}

complete -F _limbeck limbeck
)script",
                     revision_words, options, values, positionals, bash_pattern(line), names_of(line.globals),
                     listed(commands));
}

std::string zsh_completion(const CommandLine& line) {
  std::string commands;
  std::string cases;
  for (const CommandLine::Command& command : line.commands) {
    commands += fmt::format("    {}\n", quoted(fmt::format("{}:{}", command.name, zsh_text(command.summary))));
    cases += fmt::format("    {})\n      _arguments -s $globals{}\n      ;;\n", command.name, zsh_specs(command.taken));
  }
  return fmt::format(R"script(#compdef limbeck
# Completion of limbeck for zsh: limbeck completion zsh > "${{fpath[1]}}/_limbeck"

_limbeck_listed() {{
  local -a found
  local word text
  limbeck words $1 2>/dev/null | while IFS=$'\t' read -r word text; do
    found+=("${{word//:/\\:}}${{text:+:$text}}")
  done
  _describe $1 found
}}

_limbeck_revisions() {{
  compset -P '*:'
  _limbeck_listed {0}
}}

_limbeck_tables() {{
  _limbeck_listed {1}
}}

_limbeck() {{
  local -a commands globals
  local curcontext=$curcontext state
  commands=(
{2}    'help:What a command or a topic is about'
  )
  globals=({3}
        '(- *)'{{-h,--help}}'[What it is about]')
  _arguments -C $globals '1: :->command' '*:: :->rest' && return
  if [[ $state == command ]]; then
    _describe command commands
    return
  fi
  case $words[1] in
{4}    help)
      _describe command commands
      ;;
  esac
}}

if [[ $funcstack[1] == _limbeck ]]; then _limbeck "$@"; else compdef _limbeck limbeck; fi
)script",
                     revision_words, table_words, commands, zsh_specs(line.globals), cases);
}

std::string fish_completion(const CommandLine& line) {
  std::string out =
      "# Completion of limbeck for fish: limbeck completion fish > ~/.config/fish/completions/limbeck.fish\n";
  out += "complete -c limbeck -f\n" + fish_lines("", line.globals);
  std::vector<std::string> names;
  for (const CommandLine::Command& command : line.commands) {
    names.push_back(command.name);
    out += fmt::format("complete -c limbeck -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       fish_quoted(command.summary));
    out += fish_lines("__fish_seen_subcommand_from " + command.name, command.taken);
  }
  out += "complete -c limbeck -n __fish_use_subcommand -a help -d 'What a command or a topic is about'\n";
  out += fmt::format("complete -c limbeck -n '__fish_seen_subcommand_from help' -a '{}'\n", listed(names));
  return out;
}

}  // namespace limbeck::cli
