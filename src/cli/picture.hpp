#pragma once
// Pictures as text: what the writers of graphs and diagrams share. Mermaid is read by GitHub, GitLab and many editors,
// DOT by Graphviz, which makes SVG of it where it is installed.

#include "cli/command.hpp"

#include <string>
#include <string_view>

namespace limbeck::cli {

// Declares the option; mermaid unless it is given.
void declare_picture_format(Arguments& arguments, std::string& format);

// A text between the quotes of Mermaid and of DOT. Line ends stay line ends.
[[nodiscard]] std::string mermaid_text(std::string_view text);
[[nodiscard]] std::string dot_text(std::string_view text);

// What Graphviz makes of it. Throws Error where it is not installed, or refuses.
[[nodiscard]] std::string svg_of(const std::string& dot);

}  // namespace limbeck::cli
