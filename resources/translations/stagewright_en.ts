<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>sw::ui::BuildController</name>
    <message numerus="yes">
        <source>%n cached</source>
        <translation>
            <numerusform>%n cached</numerusform>
            <numerusform>%n cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) ran</source>
        <translation>
            <numerusform>%n step ran</numerusform>
            <numerusform>%n steps ran</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ComparePage</name>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln removed</numerusform>
            <numerusform>%Ln removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s) shared</source>
        <translation>
            <numerusform>%n layer shared</numerusform>
            <numerusform>%n layers shared</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ContextPage</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) can be copied</source>
        <translation>
            <numerusform>%n file can be copied</numerusform>
            <numerusform>%n files can be copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ignored</source>
        <translation>
            <numerusform>%n ignored</numerusform>
            <numerusform>%n ignored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::DockerfileEditor</name>
    <message numerus="yes">
        <source>%n instruction(s) with mistakes were left as they are.</source>
        <translation>
            <numerusform>%n instruction with a mistake was left as it is.</numerusform>
            <numerusform>%n instructions with mistakes were left as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeModel</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeView</name>
    <message numerus="yes">
        <source>%n condition(s)</source>
        <translation>
            <numerusform>%n condition</numerusform>
            <numerusform>%n conditions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::HistoryPage</name>
    <message numerus="yes">
        <source>%n cached</source>
        <translation>
            <numerusform>%n cached</numerusform>
            <numerusform>%n cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ran</source>
        <translation>
            <numerusform>%n ran</numerusform>
            <numerusform>%n ran</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ImageSession</name>
    <message numerus="yes">
        <source>%n device(s) and the like left out</source>
        <translation>
            <numerusform>%n device or the like left out</numerusform>
            <numerusform>%n devices and the like left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) saved</source>
        <translation>
            <numerusform>%n file saved</numerusform>
            <numerusform>%n files saved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersModel</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersPage</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LogModel</name>
    <message numerus="yes">
        <source>… %n line(s) left out</source>
        <translation>
            <numerusform>… %n line left out</numerusform>
            <numerusform>… %n lines left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LogView</name>
    <message numerus="yes">
        <source>… %n line(s) left out</source>
        <translation>
            <numerusform>… %n line left out</numerusform>
            <numerusform>… %n lines left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::PointBar</name>
    <message numerus="yes">
        <source>%n package(s)</source>
        <translation>
            <numerusform>%n package</numerusform>
            <numerusform>%n packages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n variable(s)</source>
        <translation>
            <numerusform>%n variable</numerusform>
            <numerusform>%n variables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ProblemsPage</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hint(s)</source>
        <translation>
            <numerusform>%n hint</numerusform>
            <numerusform>%n hints</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ShippingBar</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ShipsView</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Files of those stages whose content this stage does not have: %n</source>
        <translation>
            <numerusform>Files of those stages whose content this stage does not have: %n</numerusform>
            <numerusform>Files of those stages whose content this stage does not have: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::SummaryBar</name>
    <message numerus="yes">
        <source>built</source>
        <comment>steps</comment>
        <translation>
            <numerusform>built</numerusform>
            <numerusform>built</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>cached</source>
        <comment>steps</comment>
        <translation>
            <numerusform>cached</numerusform>
            <numerusform>cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>depend on output</source>
        <comment>steps</comment>
        <translation>
            <numerusform>depends on output</numerusform>
            <numerusform>depend on output</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>running</source>
        <comment>steps</comment>
        <translation>
            <numerusform>running</numerusform>
            <numerusform>running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared</source>
        <comment>steps</comment>
        <translation>
            <numerusform>shared</numerusform>
            <numerusform>shared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>will run</source>
        <comment>steps</comment>
        <translation>
            <numerusform>will run</numerusform>
            <numerusform>will run</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ValuesView</name>
    <message numerus="yes">
        <source>%n shared, %1</source>
        <translation>
            <numerusform>%n shared, %1</numerusform>
            <numerusform>%n shared, %1</numerusform>
        </translation>
    </message>
</context>
</TS>
