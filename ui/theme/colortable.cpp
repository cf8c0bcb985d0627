#include "ui/theme/colortable.h"

namespace sw::ui {
namespace {

using R = Theme::Role;

QColor rgb(unsigned value) {
    return QColor::fromRgb(static_cast<QRgb>(value) | 0xff000000U);
}

ColorTable light() {
    return {{{R::Window, rgb(0xf5f6f8)},      {R::Surface, rgb(0xffffff)},    {R::SurfaceAlt, rgb(0xf7f8fa)},
             {R::Border, rgb(0xdde1e6)},      {R::Text, rgb(0x1b1f24)},       {R::TextMuted, rgb(0x656d78)},
             {R::Accent, rgb(0x2a6ae0)},      {R::AccentText, rgb(0xffffff)}, {R::Selection, rgb(0xdfe9fb)},
             {R::CurrentLine, rgb(0xf0f4fb)}, {R::Hit, rgb(0x1f7f4c)},        {R::Run, rgb(0xb85c00)},
             {R::Running, rgb(0x2a6ae0)},     {R::Ran, rgb(0x1f7f4c)},        {R::Unknown, rgb(0x7b5fc4)},
             {R::Failed, rgb(0xc62d36)},      {R::Warning, rgb(0xa06200)},    {R::Metadata, rgb(0x6f7782)},
             {R::Added, rgb(0x1f7f4c)},       {R::Modified, rgb(0xa06200)},   {R::Removed, rgb(0xc62d36)},
             {R::GraphCanvas, rgb(0xf6f7f8)}, {R::Keyword, rgb(0x7d3aa0)},    {R::String, rgb(0x17734a)},
             {R::Comment, rgb(0x6d7681)},     {R::Variable, rgb(0x1667a8)},   {R::FlagName, rgb(0xa1470f)},
             {R::StageName, rgb(0x00795a)},   {R::ImageName, rgb(0x1b1f24)},  {R::Number, rgb(0x9a4a00)},
             {R::Heredoc, rgb(0x8a5a00)},     {R::Directive, rgb(0x9c3a86)},  {R::ErrorText, rgb(0xc62d36)},
             {R::Hover, rgb(0xebeef2)},       {R::Track, rgb(0xe3e6ea)},      {R::BarNeutral, rgb(0x9fb9e8)},
             {R::FindMatch, rgb(0xffdf7e)}},
            0.55,
            0.15,
            0.09};
}

ColorTable dark() {
    return {{{R::Window, rgb(0x1b1e21)},      {R::Surface, rgb(0x22262a)},    {R::SurfaceAlt, rgb(0x262b30)},
             {R::Border, rgb(0x363c43)},      {R::Text, rgb(0xe3e6ea)},       {R::TextMuted, rgb(0x98a1ac)},
             {R::Accent, rgb(0x6ea2ff)},      {R::AccentText, rgb(0x0d1420)}, {R::Selection, rgb(0x2b3a55)},
             {R::CurrentLine, rgb(0x292f37)}, {R::Hit, rgb(0x5ac68c)},        {R::Run, rgb(0xf0a03c)},
             {R::Running, rgb(0x6ea2ff)},     {R::Ran, rgb(0x5ac68c)},        {R::Unknown, rgb(0xae98ea)},
             {R::Failed, rgb(0xff7b80)},      {R::Warning, rgb(0xe7b04a)},    {R::Metadata, rgb(0x8f98a3)},
             {R::Added, rgb(0x5ac68c)},       {R::Modified, rgb(0xe7b04a)},   {R::Removed, rgb(0xff7b80)},
             {R::GraphCanvas, rgb(0x1b1e21)}, {R::Keyword, rgb(0xc79be6)},    {R::String, rgb(0x7fcf9f)},
             {R::Comment, rgb(0x8b949e)},     {R::Variable, rgb(0x7cbdf2)},   {R::FlagName, rgb(0xe9a36f)},
             {R::StageName, rgb(0x56d1a3)},   {R::ImageName, rgb(0xe3e6ea)},  {R::Number, rgb(0xe8b07a)},
             {R::Heredoc, rgb(0xd9b85c)},     {R::Directive, rgb(0xe592cf)},  {R::ErrorText, rgb(0xff7b80)},
             {R::Hover, rgb(0x2e343a)},       {R::Track, rgb(0x353b42)},      {R::BarNeutral, rgb(0x4a6698)},
             {R::FindMatch, rgb(0x6b5518)}},
            0.78,
            0.12,
            0.11};
}

ColorTable highContrastLight() {
    ColorTable table{{{R::Window, rgb(0xffffff)},      {R::Surface, rgb(0xffffff)},    {R::SurfaceAlt, rgb(0xffffff)},
                      {R::Border, rgb(0x000000)},      {R::Text, rgb(0x000000)},       {R::TextMuted, rgb(0x2b2b2b)},
                      {R::Accent, rgb(0x0037a8)},      {R::AccentText, rgb(0xffffff)}, {R::Selection, rgb(0xffe86b)},
                      {R::CurrentLine, rgb(0xf2f2f2)}, {R::Hit, rgb(0x00512a)},        {R::Run, rgb(0x7a3300)},
                      {R::Running, rgb(0x0037a8)},     {R::Ran, rgb(0x00512a)},        {R::Unknown, rgb(0x49189c)},
                      {R::Failed, rgb(0x9a0010)},      {R::Warning, rgb(0x6b3d00)},    {R::Metadata, rgb(0x2b2b2b)},
                      {R::Added, rgb(0x00512a)},       {R::Modified, rgb(0x6b3d00)},   {R::Removed, rgb(0x9a0010)},
                      {R::GraphCanvas, rgb(0xffffff)}, {R::Keyword, rgb(0x5a0f86)},    {R::String, rgb(0x00512a)},
                      {R::Comment, rgb(0x3a3a3a)},     {R::Variable, rgb(0x003f80)},   {R::FlagName, rgb(0x7a2b00)},
                      {R::StageName, rgb(0x00513c)},   {R::ImageName, rgb(0x000000)},  {R::Number, rgb(0x6b3000)},
                      {R::Heredoc, rgb(0x5c3a00)},     {R::Directive, rgb(0x7c0f68)},  {R::ErrorText, rgb(0x9a0010)},
                      {R::Hover, rgb(0xe6e6e6)},       {R::Track, rgb(0xc8c8c8)},      {R::BarNeutral, rgb(0x0037a8)},
                      {R::FindMatch, rgb(0xffd400)}},
                     0.40,
                     0.13,
                     0.0};
    return table;
}

ColorTable highContrastDark() {
    return {{{R::Window, rgb(0x000000)},      {R::Surface, rgb(0x000000)},    {R::SurfaceAlt, rgb(0x000000)},
             {R::Border, rgb(0xffffff)},      {R::Text, rgb(0xffffff)},       {R::TextMuted, rgb(0xdcdcdc)},
             {R::Accent, rgb(0xffd400)},      {R::AccentText, rgb(0x000000)}, {R::Selection, rgb(0x003e86)},
             {R::CurrentLine, rgb(0x202020)}, {R::Hit, rgb(0x6dff9f)},        {R::Run, rgb(0xffb65c)},
             {R::Running, rgb(0x8fd0ff)},     {R::Ran, rgb(0x6dff9f)},        {R::Unknown, rgb(0xd6c2ff)},
             {R::Failed, rgb(0xff9a9e)},      {R::Warning, rgb(0xffd75e)},    {R::Metadata, rgb(0xdcdcdc)},
             {R::Added, rgb(0x6dff9f)},       {R::Modified, rgb(0xffd75e)},   {R::Removed, rgb(0xff9a9e)},
             {R::GraphCanvas, rgb(0x000000)}, {R::Keyword, rgb(0xe5bfff)},    {R::String, rgb(0x9fffc0)},
             {R::Comment, rgb(0xc8c8c8)},     {R::Variable, rgb(0x9fd8ff)},   {R::FlagName, rgb(0xffc08f)},
             {R::StageName, rgb(0x7fffd4)},   {R::ImageName, rgb(0xffffff)},  {R::Number, rgb(0xffd09f)},
             {R::Heredoc, rgb(0xffe07a)},     {R::Directive, rgb(0xffb3ec)},  {R::ErrorText, rgb(0xff9a9e)},
             {R::Hover, rgb(0x2a2a2a)},       {R::Track, rgb(0x4a4a4a)},      {R::BarNeutral, rgb(0x8fd0ff)},
             {R::FindMatch, rgb(0x705c00)}},
            0.86,
            0.10,
            0.0};
}

} // namespace

const ColorTable& colorTable(ResolvedScheme scheme) {
    static const ColorTable kLight = light();
    static const ColorTable kDark = dark();
    static const ColorTable kContrastLight = highContrastLight();
    static const ColorTable kContrastDark = highContrastDark();
    switch (scheme) {
    case ResolvedScheme::Light: return kLight;
    case ResolvedScheme::Dark: return kDark;
    case ResolvedScheme::HighContrastLight: return kContrastLight;
    case ResolvedScheme::HighContrastDark: return kContrastDark;
    }
    return kLight;
}

} // namespace sw::ui
