<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>Completion</name>
    <message>
        <source>image</source>
        <translation>imagen</translation>
    </message>
    <message>
        <source>names the stage</source>
        <translation>da nombre a la etapa</translation>
    </message>
    <message>
        <source>no check, also not the base image&apos;s</source>
        <translation>sin comprobación, tampoco la de la imagen base</translation>
    </message>
    <message>
        <source>nothing at all</source>
        <translation>nada en absoluto</translation>
    </message>
    <message>
        <source>stage on %1</source>
        <translation>etapa sobre %1</translation>
    </message>
    <message>
        <source>the command that checks</source>
        <translation>la orden que comprueba</translation>
    </message>
    <message>
        <source>used in this file</source>
        <translation>usado en este archivo</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Built with node:18; only the finished pages ship, in nginx:alpine</source>
        <translation>Se construye con node:18; solo se entregan las páginas terminadas, en nginx:alpine</translation>
    </message>
    <message>
        <source>Express API</source>
        <translation>API con Express</translation>
    </message>
    <message>
        <source>Installed with node:18; ships in node:18-slim</source>
        <translation>Se instala con node:18; se entrega en node:18-slim</translation>
    </message>
    <message>
        <source>React with nginx</source>
        <translation>React con nginx</translation>
    </message>
    <message>
        <source>The example cannot be copied to %1.</source>
        <translation>No se puede copiar el ejemplo a %1.</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>Exit code %1</source>
        <translation>Código de salida %1</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
</context>
<context>
    <name>Hover</name>
    <message>
        <source>%1 in an earlier build</source>
        <translation>%1 en una construcción anterior</translation>
    </message>
    <message>
        <source>%1 in line %2</source>
        <translation>%1 en la línea %2</translation>
    </message>
    <message>
        <source>%1 is not set here.</source>
        <translation>%1 no tiene valor aquí.</translation>
    </message>
    <message>
        <source>%1 stored in its layer</source>
        <translation>%1 almacenados en su capa</translation>
    </message>
    <message>
        <source>Stage %1, line %2, on %3</source>
        <translation>Etapa %1, línea %2, sobre %3</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>y %1 más</translation>
    </message>
    <message>
        <source>because of line %1</source>
        <translation>por la línea %1</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
    <message>
        <source>given as build argument</source>
        <translation>dado como argumento de construcción</translation>
    </message>
    <message>
        <source>known at build time only</source>
        <translation>solo se conoce al construir</translation>
    </message>
    <message>
        <source>set by the builder</source>
        <translation>lo fija el constructor</translation>
    </message>
    <message>
        <source>visible in it: %1</source>
        <translation>visibles en ella: %1</translation>
    </message>
</context>
<context>
    <name>InstructionHelp</name>
    <message>
        <source>A check that takes longer has failed; 30s when not given.</source>
        <translation>Una comprobación que tarda más ha fallado; 30s si no se indica.</translation>
    </message>
    <message>
        <source>A command that tells whether the running container is well: it ends with 0 when it is, with 1 when it is not.</source>
        <translation>Una orden que dice si el contenedor en marcha está bien: termina con 0 si lo está y con 1 si no.</translation>
    </message>
    <message>
        <source>A directory that is kept between builds, such as a package manager&apos;s cache.</source>
        <translation>Un directorio que se conserva entre construcciones, como la caché de un gestor de paquetes.</translation>
    </message>
    <message>
        <source>A secret of the build as a file or a variable; it stays in no layer.</source>
        <translation>Un secreto de la construcción como archivo o variable; no queda en ninguna capa.</translation>
    </message>
    <message>
        <source>Adds a layer only when the directory has to be made.</source>
        <translation>Solo añade una capa cuando hay que crear el directorio.</translation>
    </message>
    <message>
        <source>Adds a layer with the files that it creates or changes.</source>
        <translation>Añade una capa con los archivos que crea o modifica.</translation>
    </message>
    <message>
        <source>An empty directory in memory.</source>
        <translation>Un directorio vacío en memoria.</translation>
    </message>
    <message>
        <source>Attaches notes to the image, as names with values.</source>
        <translation>Añade notas a la imagen, como nombres con valores.</translation>
    </message>
    <message>
        <source>Begins a stage, on top of an image or of an earlier stage. Only the target stage becomes the image; the others lend it files.</source>
        <translation>Empieza una etapa, sobre una imagen o sobre una etapa anterior. Solo la etapa objetivo se convierte en la imagen; las demás le prestan archivos.</translation>
    </message>
    <message>
        <source>Changes the image&apos;s settings only; adds no files.</source>
        <translation>Solo cambia la configuración de la imagen; no añade archivos.</translation>
    </message>
    <message>
        <source>Copies files from the build context, or with --from out of another stage or image.</source>
        <translation>Copia archivos del contexto de construcción o, con --from, de otra etapa o imagen.</translation>
    </message>
    <message>
        <source>Declares a build argument. Before the first FROM it can be used in FROM lines only; a stage that wants it declares it again.</source>
        <translation>Declara un argumento de construcción. Antes del primer FROM solo vale en las líneas FROM; la etapa que lo quiera usar lo declara de nuevo.</translation>
    </message>
    <message>
        <source>Declares directories that hold data from outside. The container gets a new volume there unless one is given.</source>
        <translation>Declara directorios con datos de fuera. El contenedor recibe ahí un volumen nuevo si no se le da uno.</translation>
    </message>
    <message>
        <source>Failures in a row until the container counts as unwell; 3 when not given.</source>
        <translation>Fallos seguidos hasta dar el contenedor por enfermo; 3 si no se indica.</translation>
    </message>
    <message>
        <source>Files of the context or of another stage, for this command only.</source>
        <translation>Archivos del contexto o de otra etapa, solo para esta orden.</translation>
    </message>
    <message>
        <source>Gives the secret as this environment variable.</source>
        <translation>Entrega el secreto en esta variable de entorno.</translation>
    </message>
    <message>
        <source>Group, as a number.</source>
        <translation>Grupo, como número.</translation>
    </message>
    <message>
        <source>Keeps the .git directory of a Git source.</source>
        <translation>Conserva el directorio .git de un origen Git.</translation>
    </message>
    <message>
        <source>Keeps the directories of the source path below the destination.</source>
        <translation>Conserva bajo el destino los directorios de la ruta de origen.</translation>
    </message>
    <message>
        <source>Kind of the mount; bind when not given.</source>
        <translation>Tipo de montaje; bind si no se indica.</translation>
    </message>
    <message>
        <source>Largest size in bytes.</source>
        <translation>Tamaño máximo en bytes.</translation>
    </message>
    <message>
        <source>Leaves nothing in the image by itself.</source>
        <translation>Por sí sola no deja nada en la imagen.</translation>
    </message>
    <message>
        <source>Leaves out what matches this pattern. May be given several times.</source>
        <translation>Deja fuera lo que coincide con este patrón. Puede repetirse.</translation>
    </message>
    <message>
        <source>Like COPY, and it also fetches URLs and Git repositories and unpacks local archives. Prefer COPY when that is not wanted.</source>
        <translation>Como COPY, pero además descarga URL y repositorios Git y desempaqueta archivos comprimidos locales. Si no se busca eso, mejor COPY.</translation>
    </message>
    <message>
        <source>Makes a layer that does not depend on the ones before, so that it stays cached when they change.</source>
        <translation>Hace una capa que no depende de las anteriores, de modo que sigue en caché cuando ellas cambian.</translation>
    </message>
    <message>
        <source>Name of the cache; the target when not given.</source>
        <translation>Nombre de la caché; el destino si no se indica.</translation>
    </message>
    <message>
        <source>Name of the secret or of the agent, as the build was given it.</source>
        <translation>Nombre del secreto o del agente, tal como se dio a la construcción.</translation>
    </message>
    <message>
        <source>Network of this command.</source>
        <translation>Red de esta orden.</translation>
    </message>
    <message>
        <source>Owner of the copied files, as user[:group]; names are looked up in the stage.</source>
        <translation>Propietario de los archivos copiados, como usuario[:grupo]; los nombres se buscan en la etapa.</translation>
    </message>
    <message>
        <source>Owner, as a number.</source>
        <translation>Propietario, como número.</translation>
    </message>
    <message>
        <source>Path inside of where it comes from.</source>
        <translation>Ruta dentro de su origen.</translation>
    </message>
    <message>
        <source>Permissions of the copied files, such as 755 or u=rwX,go=rX.</source>
        <translation>Permisos de los archivos copiados, como 755 o u=rwX,go=rX.</translation>
    </message>
    <message>
        <source>Permissions, in octal.</source>
        <translation>Permisos, en octal.</translation>
    </message>
    <message>
        <source>Platform of the base image, such as linux/arm64 or $BUILDPLATFORM.</source>
        <translation>Plataforma de la imagen base, como linux/arm64 o $BUILDPLATFORM.</translation>
    </message>
    <message>
        <source>Rights of this command. &apos;insecure&apos; needs a build that allows it.</source>
        <translation>Derechos de esta orden. «insecure» necesita una construcción que lo permita.</translation>
    </message>
    <message>
        <source>Runs a command inside the stage, at build time, and keeps the files it leaves behind.</source>
        <translation>Ejecuta una orden dentro de la etapa, al construir, y conserva los archivos que deja.</translation>
    </message>
    <message>
        <source>Says on which ports the container listens. It documents; it does not publish them.</source>
        <translation>Dice en qué puertos escucha el contenedor. Los documenta; no los publica.</translation>
    </message>
    <message>
        <source>Says whether archives are unpacked; local ones are, downloads are not.</source>
        <translation>Dice si se desempaquetan los archivos comprimidos; los locales sí, las descargas no.</translation>
    </message>
    <message>
        <source>Sets environment variables for the following instructions and for the container.</source>
        <translation>Fija variables de entorno para las instrucciones siguientes y para el contenedor.</translation>
    </message>
    <message>
        <source>Sets the directory in which the following instructions and the container work; makes it if it is not there.</source>
        <translation>Fija el directorio en el que trabajan las instrucciones siguientes y el contenedor; lo crea si no existe.</translation>
    </message>
    <message>
        <source>Shows the command something that does not stay in the image: a cache, a secret, files of another stage.</source>
        <translation>Muestra a la orden algo que no se queda en la imagen: una caché, un secreto, archivos de otra etapa.</translation>
    </message>
    <message>
        <source>Stage, image or named context that it comes from.</source>
        <translation>Etapa, imagen o contexto con nombre del que procede.</translation>
    </message>
    <message>
        <source>Stores an instruction that is carried out when another Dockerfile uses this image in its FROM.</source>
        <translation>Guarda una instrucción que se ejecuta cuando otro Dockerfile usa esta imagen en su FROM.</translation>
    </message>
    <message>
        <source>Takes the files from this stage, image or named context instead of the build context.</source>
        <translation>Toma los archivos de esta etapa, imagen o contexto con nombre en vez del contexto de construcción.</translation>
    </message>
    <message>
        <source>The author. Out of use: write LABEL org.opencontainers.image.authors instead.</source>
        <translation>El autor. En desuso: escriba LABEL org.opencontainers.image.authors.</translation>
    </message>
    <message>
        <source>The character that continues a line and escapes others: \ or `.</source>
        <translation>El carácter que continúa una línea y escapa a otros: \ o `.</translation>
    </message>
    <message>
        <source>The command may only read.</source>
        <translation>La orden solo puede leer.</translation>
    </message>
    <message>
        <source>The command may write; what it writes is thrown away.</source>
        <translation>La orden puede escribir; lo que escribe se descarta.</translation>
    </message>
    <message>
        <source>The connection to an SSH agent.</source>
        <translation>La conexión con un agente SSH.</translation>
    </message>
    <message>
        <source>The digest that the download must have, as sha256:….</source>
        <translation>El resumen que debe tener la descarga, como sha256:….</translation>
    </message>
    <message>
        <source>The program that the container runs. What CMD says is passed to it as arguments.</source>
        <translation>El programa que ejecuta el contenedor. Lo que dice CMD le llega como argumentos.</translation>
    </message>
    <message>
        <source>The shell for the commands that follow without the JSON form.</source>
        <translation>El intérprete de las órdenes siguientes que no van en forma JSON.</translation>
    </message>
    <message>
        <source>The signal that asks the container to end.</source>
        <translation>La señal que pide al contenedor que termine.</translation>
    </message>
    <message>
        <source>The stage starts with all layers of its base.</source>
        <translation>La etapa parte de todas las capas de su base.</translation>
    </message>
    <message>
        <source>The step fails when it was not given to the build.</source>
        <translation>El paso falla si no se dio a la construcción.</translation>
    </message>
    <message>
        <source>The user for the following RUN instructions and for the container.</source>
        <translation>El usuario de las instrucciones RUN siguientes y del contenedor.</translation>
    </message>
    <message>
        <source>The version of the Dockerfile language. Must stand before everything else.</source>
        <translation>La versión del lenguaje Dockerfile. Debe ir antes que todo lo demás.</translation>
    </message>
    <message>
        <source>Time between two checks while starting up; 5s when not given.</source>
        <translation>Tiempo entre dos comprobaciones durante el arranque; 5s si no se indica.</translation>
    </message>
    <message>
        <source>Time between two checks; 30s when not given.</source>
        <translation>Tiempo entre dos comprobaciones; 30s si no se indica.</translation>
    </message>
    <message>
        <source>Time to start up, in which failures do not count; 0s when not given.</source>
        <translation>Tiempo de arranque en el que los fallos no cuentan; 0s si no se indica.</translation>
    </message>
    <message>
        <source>What happens when two steps use it at once: shared, private or locked.</source>
        <translation>Qué ocurre cuando dos pasos la usan a la vez: shared, private o locked.</translation>
    </message>
    <message>
        <source>What the container runs when it is started without a command, or the default arguments of ENTRYPOINT. Only the last one counts.</source>
        <translation>Lo que ejecuta el contenedor cuando arranca sin orden, o los argumentos por defecto de ENTRYPOINT. Solo cuenta el último.</translation>
    </message>
    <message>
        <source>Where the command sees it.</source>
        <translation>Dónde lo ve la orden.</translation>
    </message>
    <message>
        <source>Which build checks to skip, and whether findings stop the build.</source>
        <translation>Qué comprobaciones se omiten y si los hallazgos detienen la construcción.</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>%1 built</source>
        <translation>%1 construidos</translation>
    </message>
    <message>
        <source>%1 cached</source>
        <translation>%1 en caché</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 pasos</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 paso</translation>
    </message>
    <message>
        <source>ships</source>
        <translation>se entrega</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>A build argument changed</source>
        <translation>Ha cambiado un argumento de construcción</translation>
    </message>
    <message>
        <source>A mount changed</source>
        <translation>Ha cambiado un montaje</translation>
    </message>
    <message>
        <source>Cached: the step before ran again and gave the same files</source>
        <translation>En caché: el paso anterior se repitió y dio los mismos archivos</translation>
    </message>
    <message>
        <source>Files changed</source>
        <translation>Han cambiado archivos</translation>
    </message>
    <message>
        <source>Follows from line %1</source>
        <translation>Se sigue de la línea %1</translation>
    </message>
    <message>
        <source>Its result was removed from the cache</source>
        <translation>Su resultado se eliminó de la caché</translation>
    </message>
    <message>
        <source>Not built before</source>
        <translation>No se ha construido antes</translation>
    </message>
    <message>
        <source>The base image changed</source>
        <translation>La imagen base ha cambiado</translation>
    </message>
    <message>
        <source>The cache is not to be used</source>
        <translation>No se debe usar la caché</translation>
    </message>
    <message>
        <source>The environment changed</source>
        <translation>El entorno ha cambiado</translation>
    </message>
    <message>
        <source>The instruction changed</source>
        <translation>La instrucción ha cambiado</translation>
    </message>
    <message>
        <source>added %1</source>
        <translation>añadido %1</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>y %1 más</translation>
    </message>
    <message>
        <source>modified %1</source>
        <translation>modificado %1</translation>
    </message>
    <message>
        <source>removed %1</source>
        <translation>quitado %1</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
</context>
<context>
    <name>StageGraph</name>
    <message>
        <source>%1 in %2 files crossed, of %3</source>
        <translation>han pasado %1 en %2 archivos, de %3</translation>
    </message>
    <message>
        <source>%1 in one file crossed, of %2</source>
        <translation>ha pasado %1 en un archivo, de %2</translation>
    </message>
    <message>
        <source>COPY --from=%1, line %2</source>
        <translation>COPY --from=%1, línea %2</translation>
    </message>
    <message>
        <source>FROM %1, line %2</source>
        <translation>FROM %1, línea %2</translation>
    </message>
    <message>
        <source>Not needed for the target: it is not built.</source>
        <translation>No hace falta para el objetivo: no se construye.</translation>
    </message>
    <message>
        <source>base</source>
        <translation>base</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
    <message>
        <source>image</source>
        <translation>imagen</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>línea %1</translation>
    </message>
    <message>
        <source>mount from %1, line %2</source>
        <translation>montaje de %1, línea %2</translation>
    </message>
    <message>
        <source>named context</source>
        <translation>contexto con nombre</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>on %1, line %2</source>
        <translation>sobre %1, línea %2</translation>
    </message>
    <message>
        <source>ships %1</source>
        <translation>se entregan %1</translation>
    </message>
    <message>
        <source>target</source>
        <translation>objetivo</translation>
    </message>
    <message>
        <source>visible in it: %1</source>
        <translation>visibles en ella: %1</translation>
    </message>
</context>
<context>
    <name>ValuesView</name>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Fecha de creación</translation>
    </message>
    <message>
        <source>Entry point</source>
        <translation>Punto de entrada</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Comprobación de salud</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plataforma</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Puertos</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Intérprete</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>Señal de parada</translation>
    </message>
    <message>
        <source>Triggers (ONBUILD)</source>
        <translation>Disparadores (ONBUILD)</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volúmenes</translation>
    </message>
    <message>
        <source>Working directory</source>
        <translation>Carpeta de trabajo</translation>
    </message>
</context>
<context>
    <name>Way</name>
    <message>
        <source>came with the base image %1</source>
        <translation>vino con la imagen base %1</translation>
    </message>
    <message>
        <source>changed by layer %1: %2</source>
        <translation>cambiado por la capa %1: %2</translation>
    </message>
    <message>
        <source>changed by line %1 in &apos;%2&apos;</source>
        <translation>cambiado por la línea %1 en «%2»</translation>
    </message>
    <message>
        <source>copied by line %1 in &apos;%2&apos; from %3</source>
        <translation>copiado por la línea %1 en «%2» desde %3</translation>
    </message>
    <message>
        <source>copied by line %1 in &apos;%2&apos; from %3 of the context</source>
        <translation>copiado por la línea %1 en «%2» desde %3 del contexto</translation>
    </message>
    <message>
        <source>copied by line %1 in &apos;%2&apos; from %3 of the context, which has changed since</source>
        <translation>copiado por la línea %1 en «%2» desde %3 del contexto, que ha cambiado desde entonces</translation>
    </message>
    <message>
        <source>copied by line %1 in &apos;%2&apos; from %3 of the context, which is gone</source>
        <translation>copiado por la línea %1 en «%2» desde %3 del contexto, que ya no existe</translation>
    </message>
    <message>
        <source>copied by line %1 in &apos;%2&apos; from %3 of the stage &apos;%4&apos;</source>
        <translation>copiado por la línea %1 en «%2» desde %3 de la etapa «%4»</translation>
    </message>
    <message>
        <source>deleted by layer %1: %2</source>
        <translation>borrado por la capa %1: %2</translation>
    </message>
    <message>
        <source>deleted by line %1 in &apos;%2&apos;</source>
        <translation>borrado por la línea %1 en «%2»</translation>
    </message>
    <message>
        <source>made by layer %1: %2</source>
        <translation>creado por la capa %1: %2</translation>
    </message>
    <message>
        <source>made by line %1 in &apos;%2&apos;</source>
        <translation>creado por la línea %1 en «%2»</translation>
    </message>
    <message>
        <source>made by line %1 in &apos;%2&apos; (of the %3 files that it could see; what it read is not known)</source>
        <translation>creado por la línea %1 en «%2» (a partir de los %3 archivos que podía ver; no se sabe cuáles leyó)</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
    <message>
        <source>stored again by line %1 in &apos;%2&apos;, with the same content</source>
        <translation>almacenado de nuevo por la línea %1 en «%2», con el mismo contenido</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
    <message>
        <source>%1 %2: &apos;%3&apos; is not KEY=VALUE</source>
        <translation>%1 %2: «%3» no es CLAVE=VALOR</translation>
    </message>
    <message>
        <source>%1 %2: a comma is missing behind a quote</source>
        <translation>%1 %2: falta una coma detrás de unas comillas</translation>
    </message>
    <message>
        <source>%1 %2: a quote is not closed</source>
        <translation>%1 %2: falta cerrar unas comillas</translation>
    </message>
    <message>
        <source>%1 (did you mean %2?)</source>
        <translation>%1 (¿quería decir %2?)</translation>
    </message>
    <message>
        <source>%1 (for the platform %2)</source>
        <translation>%1 (para la plataforma %2)</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 y %2</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 y %2 más</translation>
    </message>
    <message>
        <source>%1 and %2 names below it can be written by every user</source>
        <translation>Cualquier usuario puede escribir en %1 y en %2 nombres que contiene</translation>
    </message>
    <message>
        <source>%1 and one name below it can be written by every user</source>
        <translation>Cualquier usuario puede escribir en %1 y en un nombre que contiene</translation>
    </message>
    <message>
        <source>%1 at %2.</source>
        <translation>%1 en %2.</translation>
    </message>
    <message>
        <source>%1 can be written by every user</source>
        <translation>Cualquier usuario puede escribir en %1</translation>
    </message>
    <message>
        <source>%1 cannot accept a heredoc as a destination</source>
        <translation>%1 no admite un heredoc como destino</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2), and its mirror %3 did not give it either; check the spelling, the network and proxy settings, or use an image that is already in the store</source>
        <translation>no se llega a %1 (%2), y su réplica %3 tampoco la dio; revise la escritura, la red y el proxy, o use una imagen que ya esté en el almacén</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2), and its mirror %3 has no such image; check the spelling, the network and proxy settings, or use an image that is already in the store</source>
        <translation>no se llega a %1 (%2), y su réplica %3 no tiene esa imagen; revise la escritura, la red y el proxy, o use una imagen que ya esté en el almacén</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2); check the spelling, the network and proxy settings, or use an image that is already in the store</source>
        <translation>no se llega a %1 (%2); revise la escritura, la red y el proxy, o use una imagen que ya esté en el almacén</translation>
    </message>
    <message>
        <source>%1 changed while it was being copied; build again when nothing writes to it</source>
        <translation>%1 cambió mientras se copiaba; construya de nuevo cuando nada escriba en él</translation>
    </message>
    <message>
        <source>%1 changed while it was being read; build again when nothing writes to it</source>
        <translation>%1 cambió mientras se leía; construya de nuevo cuando nada escriba en él</translation>
    </message>
    <message>
        <source>%1 does not speak HTTPS; mark it &apos;insecure = true&apos; in registries.conf if it is meant to</source>
        <translation>%1 no habla HTTPS; si debe ser así, márquelo con «insecure = true» en registries.conf</translation>
    </message>
    <message>
        <source>%1 does not start: %2</source>
        <translation>%1 no se inicia: %2</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 falló: %2</translation>
    </message>
    <message>
        <source>%1 free on %2, %3 files more.</source>
        <translation>%1 libres en %2, %3 archivos más.</translation>
    </message>
    <message>
        <source>%1 free on %2.</source>
        <translation>%1 libres en %2.</translation>
    </message>
    <message>
        <source>%1 has neither its setuid bit nor its capability.</source>
        <translation>%1 no tiene el bit setuid ni su capacidad.</translation>
    </message>
    <message>
        <source>%1 has no such image or tag; check the spelling</source>
        <translation>%1 no tiene esa imagen o etiqueta; revise la escritura</translation>
    </message>
    <message>
        <source>%1 has to be fetched first</source>
        <translation>antes hay que descargar %1</translation>
    </message>
    <message>
        <source>%1 in line %2 of the ignore file</source>
        <translation>%1 en la línea %2 del archivo de exclusiones</translation>
    </message>
    <message>
        <source>%1 is %2: the rule &apos;%3&apos; fails</source>
        <translation>%1 es %2: la regla «%3» no se cumple</translation>
    </message>
    <message>
        <source>%1 is %2: the rule &apos;%3&apos; holds</source>
        <translation>%1 es %2: la regla «%3» se cumple</translation>
    </message>
    <message>
        <source>%1 is a list of words</source>
        <translation>%1 es una lista de palabras</translation>
    </message>
    <message>
        <source>%1 is a map of keys and values</source>
        <translation>%1 es un mapa de claves y valores</translation>
    </message>
    <message>
        <source>%1 is a private key</source>
        <translation>%1 es una clave privada</translation>
    </message>
    <message>
        <source>%1 is a private key; a later layer hides it, but it is still stored</source>
        <translation>%1 es una clave privada; una capa posterior la oculta, pero sigue almacenada</translation>
    </message>
    <message>
        <source>%1 is in the way</source>
        <translation>%1 estorba</translation>
    </message>
    <message>
        <source>%1 is not a directory</source>
        <translation>%1 no es una carpeta</translation>
    </message>
    <message>
        <source>%1 is not a socket</source>
        <translation>%1 no es un socket</translation>
    </message>
    <message>
        <source>%1 is not installed</source>
        <translation>%1 no está instalado</translation>
    </message>
    <message>
        <source>%1 is not installed; owners are flattened to root.</source>
        <translation>%1 no está instalado; todos los archivos serán de root.</translation>
    </message>
    <message>
        <source>%1 is not known here</source>
        <translation>Aquí no se conoce %1</translation>
    </message>
    <message>
        <source>%1 is true or false</source>
        <translation>%1 es true o false</translation>
    </message>
    <message>
        <source>%1 isn&apos;t allowed as an ONBUILD trigger</source>
        <translation>%1 no se permite como disparador de ONBUILD</translation>
    </message>
    <message>
        <source>%1 looks as if it held passwords or tokens</source>
        <translation>%1 parece contener contraseñas o tokens</translation>
    </message>
    <message>
        <source>%1 looks as if it held passwords or tokens; a later layer hides it, but it is still stored</source>
        <translation>%1 parece contener contraseñas o tokens; una capa posterior lo oculta, pero sigue almacenado</translation>
    </message>
    <message>
        <source>%1 must have two arguments</source>
        <translation>%1 debe tener dos argumentos</translation>
    </message>
    <message>
        <source>%1 names can not be blank</source>
        <translation>los nombres de %1 no pueden estar vacíos</translation>
    </message>
    <message>
        <source>%1 not allowed for %2 type mounts</source>
        <translation>%1 no se permite en montajes de tipo %2</translation>
    </message>
    <message>
        <source>%1 of %2 are the cache of %3</source>
        <translation>%1 de %2 son la caché de %3</translation>
    </message>
    <message>
        <source>%1 of %2 in %3</source>
        <translation>%1 de %2 en %3</translation>
    </message>
    <message>
        <source>%1 of %2 in %3 files, the largest of them %4</source>
        <translation>%1 de %2 en %3 archivos; el mayor es %4</translation>
    </message>
    <message>
        <source>%1 refused because of too many requests; log in with &apos;skopeo login %1&apos;, or wait and try again</source>
        <translation>%1 lo rechazó por demasiadas peticiones; inicie sesión con «skopeo login %1», o espere e inténtelo de nuevo</translation>
    </message>
    <message>
        <source>%1 refused: the image does not exist or needs a login; check the name, or run &apos;skopeo login %1&apos;</source>
        <translation>%1 lo rechazó: la imagen no existe o hay que iniciar sesión; revise el nombre o ejecute «skopeo login %1»</translation>
    </message>
    <message>
        <source>%1 requires at least one argument</source>
        <translation>%1 necesita al menos un argumento</translation>
    </message>
    <message>
        <source>%1 requires at least two arguments, but only one was provided. Destination could not be determined</source>
        <translation>%1 necesita al menos dos argumentos y solo hay uno: falta el destino</translation>
    </message>
    <message>
        <source>%1 requires exactly one argument</source>
        <translation>%1 necesita exactamente un argumento</translation>
    </message>
    <message>
        <source>%1 runs with the rights of its group, %2 (setgid)</source>
        <translation>%1 se ejecuta con los permisos de su grupo, %2 (setgid)</translation>
    </message>
    <message>
        <source>%1 runs with the rights of its owner, user %2 (setuid)</source>
        <translation>%1 se ejecuta con los permisos de su propietario, el usuario %2 (setuid)</translation>
    </message>
    <message>
        <source>%1 takes %2.</source>
        <translation>%1 admite %2.</translation>
    </message>
    <message>
        <source>%1 takes no flags.</source>
        <translation>%1 no tiene opciones.</translation>
    </message>
    <message>
        <source>%1 user ids and %2 group ids besides your own.</source>
        <translation>%1 identificadores de usuario y %2 de grupo además de los suyos.</translation>
    </message>
    <message>
        <source>%1 was copied from the context (%2)</source>
        <translation>%1 se copió del contexto (%2)</translation>
    </message>
    <message>
        <source>%1 with the history of the sources is in the image (%2)</source>
        <translation>%1, con el historial del código fuente, está en la imagen (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: is not allowed to be empty</source>
        <translation>%1: no puede estar vacía</translation>
    </message>
    <message>
        <source>%1: is not allowed to be unset</source>
        <translation>%1: tiene que estar definida</translation>
    </message>
    <message>
        <source>%1: the program &apos;skopeo&apos; is needed and is not installed; install the package skopeo</source>
        <translation>%1: hace falta el programa «skopeo» y no está instalado; instale el paquete skopeo</translation>
    </message>
    <message>
        <source>%1; is the agent running?</source>
        <translation>%1; ¿está en marcha el agente?</translation>
    </message>
    <message>
        <source>%1; only http, https and git addresses are fetched, and only by ADD</source>
        <translation>%1; solo se descargan direcciones http, https y git, y solo con ADD</translation>
    </message>
    <message>
        <source>%1=%2 is neither true nor false</source>
        <translation>%1=%2 no es ni true ni false</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; keywords&apos; casing do not match</source>
        <translation>«%1» y «%2» no coinciden en mayúsculas y minúsculas</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be measured: there are waste, size, stored, growth, efficiency, layers, files, duplicates and findings</source>
        <translation>«%1» no se puede medir: existen waste, size, stored, growth, efficiency, layers, files, duplicates y findings</translation>
    </message>
    <message>
        <source>&apos;%1&apos; changed its size while it was read</source>
        <translation>«%1» cambió de tamaño mientras se leía</translation>
    </message>
    <message>
        <source>&apos;%1&apos; comes from %2 and from %3: without platform-split the files of several platforms have to have different names</source>
        <translation>«%1» viene de %2 y de %3: sin platform-split, los archivos de varias plataformas deben tener nombres distintos</translation>
    </message>
    <message>
        <source>&apos;%1&apos; exists and is no OCI layout; choose another folder or remove it</source>
        <translation>«%1» existe y no es una carpeta OCI; elija otra carpeta o bórrela</translation>
    </message>
    <message>
        <source>&apos;%1&apos; exists and is no folder</source>
        <translation>«%1» existe y no es una carpeta</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has an invalid host port</source>
        <translation>«%1» tiene un puerto del equipo no válido</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds more than %2 when it is decompressed, and this machine has no memory to spare for that: decompress it to the disk first, with gunzip or zstd -d</source>
        <translation>«%1» ocupa descomprimido más de %2 y este equipo no tiene memoria libre para ello: descomprímalo antes en el disco con gunzip o zstd -d</translation>
    </message>
    <message>
        <source>&apos;%1&apos; in the rule &apos;%2&apos; is no number</source>
        <translation>«%1» en la regla «%2» no es un número</translation>
    </message>
    <message>
        <source>&apos;%1&apos; in the rule &apos;%2&apos; is no unit of it: bytes are B, kB, MB, GB, KiB, MiB or GiB</source>
        <translation>«%1» en la regla «%2» no es una unidad válida: los bytes se escriben con B, kB, MB, GB, KiB, MiB o GiB</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an image, and no build cache of Stagewright&apos;s</source>
        <translation>«%1» es una imagen, y no una caché de construcción de Stagewright</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither a stage of this file nor a valid image name</source>
        <translation>«%1» no es una etapa de este archivo ni un nombre de imagen válido</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no operating system or architecture that is known</source>
        <translation>«%1» no es un sistema operativo ni una arquitectura conocidos</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no regular expression</source>
        <translation>«%1» no es una expresión regular</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no rule: write a measure, &gt; or &lt;, and a value, as in waste&gt;10MB</source>
        <translation>«%1» no es una regla: escriba una medida, &gt; o &lt;, y un valor, como en waste&gt;10MB</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not KEY=VALUE</source>
        <translation>«%1» no es CLAVE=VALOR</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a platform: %2</source>
        <translation>«%1» no es una plataforma: %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a port: write a number from 0 to 65535, or first-last</source>
        <translation>«%1» no es un puerto: escriba un número de 0 a 65535, o primero-último</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a private key that can be used without a passphrase; add it to an ssh agent of your own with ssh-add and give --ssh without a file</source>
        <translation>«%1» no es una clave privada que se pueda usar sin contraseña; añádala a un agente ssh propio con ssh-add y dé --ssh sin archivo</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a protocol: use tcp, udp or sctp</source>
        <translation>«%1» no es un protocolo: use tcp, udp o sctp</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a sha256 digest</source>
        <translation>«%1» no es un resumen sha256</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a signal</source>
        <translation>«%1» no es una señal</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a valid image name</source>
        <translation>«%1» no es un nombre de imagen válido</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a valid image name (invalid reference format)</source>
        <translation>«%1» no es un nombre de imagen válido</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not an address: EXPOSE needs the container&apos;s port alone</source>
        <translation>«%1» no es una dirección: EXPOSE solo necesita el puerto del contenedor</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not an image name: %2</source>
        <translation>«%1» no es un nombre de imagen: %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not os/architecture or os/architecture/variant</source>
        <translation>«%1» no es sistema/arquitectura ni sistema/arquitectura/variante</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is shorter than it was</source>
        <translation>«%1» es más corto que antes</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was not built yet; &apos;stw build&apos; does it</source>
        <translation>«%1» aún no se ha construido; hágalo con «stw build»</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: a platform stands in brackets, as in annotation[linux/amd64].KEY</source>
        <translation>«%1»: la plataforma va entre corchetes, como en annotation[linux/amd64].CLAVE</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: a platform stands in brackets, as in manifest[linux/amd64]:KEY=VALUE</source>
        <translation>«%1»: la plataforma va entre corchetes, como en manifest[linux/amd64]:CLAVE=VALOR</translation>
    </message>
    <message>
        <source>&apos;from&apos; doesn&apos;t support variable expansion, define alias stage instead</source>
        <translation>«from» no admite variables; defina una etapa con otro nombre</translation>
    </message>
    <message>
        <source>&quot;%1 key=value&quot; should be used instead of legacy &quot;%2 key value&quot; format</source>
        <translation>Debería usarse «%1 clave=valor» en vez de la forma antigua «%2 clave valor»</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be copied: the build has no context</source>
        <translation>«%1» no se puede copiar: la construcción no tiene contexto</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not in %2</source>
        <translation>«%1» no está en %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not in this image: install it in an earlier step, or start from an image that has it.</source>
        <translation>«%1» no está en esta imagen: instálelo en un paso anterior o parta de una imagen que lo tenga.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is there twice</source>
        <translation>«%1» está dos veces</translation>
    </message>
    <message>
        <source>&quot;key: value&quot; is expected</source>
        <translation>se espera «clave: valor»</translation>
    </message>
    <message>
        <source>--chmod=%1 is not a file mode: use an octal number up to 7777 or clauses like u=rwX,g+s</source>
        <translation>--chmod=%1 no es un modo de archivo: use un número octal hasta 7777 o cláusulas como u=rwX,g+s</translation>
    </message>
    <message>
        <source>--output %1: %2</source>
        <translation>--output %1: %2</translation>
    </message>
    <message>
        <source>--output needs a value: type=oci|docker|tar|local|store[,dest=PATH], or a folder</source>
        <translation>--output necesita un valor: type=oci|docker|tar|local|store[,dest=RUTA], o una carpeta</translation>
    </message>
    <message>
        <source>--output type=%1 is not known: use oci, docker, tar, local, store, image or registry</source>
        <translation>--output type=%1 no se conoce: use oci, docker, tar, local, store, image o registry</translation>
    </message>
    <message>
        <source>--output type=%1 needs dest=DIRECTORY</source>
        <translation>--output type=%1 necesita dest=CARPETA</translation>
    </message>
    <message>
        <source>--output type=%1,tar=false needs dest=DIRECTORY</source>
        <translation>--output type=%1,tar=false necesita dest=CARPETA</translation>
    </message>
    <message>
        <source>--retries cannot be negative (%1)</source>
        <translation>--retries no puede ser negativo (%1)</translation>
    </message>
    <message>
        <source>--retries must be a number, not %1</source>
        <translation>--retries debe ser un número, no %1</translation>
    </message>
    <message>
        <source>A .git or another version control folder is in the image</source>
        <translation>Hay una carpeta .git o de otro control de versiones en la imagen</translation>
    </message>
    <message>
        <source>A Dockerfile begins with FROM, for example: FROM alpine</source>
        <translation>Un Dockerfile empieza por FROM, por ejemplo: FROM alpine</translation>
    </message>
    <message>
        <source>A Dockerfile begins with FROM, or ARG before it</source>
        <translation>Un Dockerfile empieza por FROM, o por ARG antes de él</translation>
    </message>
    <message>
        <source>A copy of a whole root brings back everything that the stage was there to leave behind</source>
        <translation>Copiar toda la raíz trae de vuelta todo lo que la etapa debía dejar atrás</translation>
    </message>
    <message>
        <source>A docker archive holds one platform, and this image has %1: use type=oci, or build for one of them</source>
        <translation>Un archivo de Docker contiene una plataforma, y esta imagen tiene %1: use type=oci o construya para una de ellas</translation>
    </message>
    <message>
        <source>A file of %1 bytes came without its contents</source>
        <translation>Un archivo de %1 bytes llegó sin su contenido</translation>
    </message>
    <message>
        <source>A file or folder can be written by everybody</source>
        <translation>Todos pueden escribir en un archivo o una carpeta</translation>
    </message>
    <message>
        <source>A file that holds passwords or tokens as a rule is stored in a layer</source>
        <translation>Una capa almacena un archivo que suele contener contraseñas o tokens</translation>
    </message>
    <message>
        <source>A fixed platform breaks the build for every other one</source>
        <translation>Una plataforma fija impide construir para las demás</translation>
    </message>
    <message>
        <source>A fresh /proc can be mounted.</source>
        <translation>Se puede montar un /proc nuevo.</translation>
    </message>
    <message>
        <source>A high user id makes a log file of many gigabytes, mostly holes, in the image</source>
        <translation>Un identificador de usuario alto deja en la imagen un registro de muchos gigabytes, casi todo huecos</translation>
    </message>
    <message>
        <source>A label of type email holds an address</source>
        <translation>Una etiqueta de tipo email contiene una dirección</translation>
    </message>
    <message>
        <source>A label of type hash holds a git hash</source>
        <translation>Una etiqueta de tipo hash contiene un hash de git</translation>
    </message>
    <message>
        <source>A label of type rfc3339 holds a time</source>
        <translation>Una etiqueta de tipo rfc3339 contiene una hora</translation>
    </message>
    <message>
        <source>A label of type semver holds a semantic version</source>
        <translation>Una etiqueta de tipo semver contiene una versión semántica</translation>
    </message>
    <message>
        <source>A label of type spdx holds a licence identifier</source>
        <translation>Una etiqueta de tipo spdx contiene un identificador de licencia</translation>
    </message>
    <message>
        <source>A label of type url holds a URL</source>
        <translation>Una etiqueta de tipo url contiene una URL</translation>
    </message>
    <message>
        <source>A label that the configuration knows has a value</source>
        <translation>Una etiqueta que la configuración conoce tiene un valor</translation>
    </message>
    <message>
        <source>A list that is not quite JSON is taken as plain words, without a word about it</source>
        <translation>Una lista que no llega a ser JSON se toma como palabras sueltas, sin avisar</translation>
    </message>
    <message>
        <source>A name that is nearly a stage&apos;s is read as an image from a registry</source>
        <translation>Un nombre parecido al de una etapa se lee como una imagen de un registro</translation>
    </message>
    <message>
        <source>A numeric user is the same on every machine and lets Kubernetes see that it is not root</source>
        <translation>Un usuario numérico es el mismo en todas las máquinas y deja ver a Kubernetes que no es root</translation>
    </message>
    <message>
        <source>A pipe ends well when its last command does, even if the first one failed</source>
        <translation>Una tubería termina bien si lo hace su última orden, aunque la primera fallara</translation>
    </message>
    <message>
        <source>A private key is stored in a layer</source>
        <translation>Una capa almacena una clave privada</translation>
    </message>
    <message>
        <source>A program runs with its owner&apos;s or group&apos;s rights</source>
        <translation>Un programa se ejecuta con los permisos de su propietario o de su grupo</translation>
    </message>
    <message>
        <source>A program that the command calls is not in this image: install it in an earlier step, or start from an image that has it.</source>
        <translation>Un programa que la orden usa no está en esta imagen: instálelo en un paso anterior o parta de una imagen que lo tenga.</translation>
    </message>
    <message>
        <source>A relative destination depends on the WORKDIR of the base image</source>
        <translation>Un destino relativo depende del WORKDIR de la imagen base</translation>
    </message>
    <message>
        <source>A running program needs none of it, and it came with the base image, where deleting it saves nothing: choose a base without it</source>
        <translation>Un programa en marcha no necesita nada de esto, y vino con la imagen base, donde borrarlo no ahorra nada: elija una base que no lo tenga</translation>
    </message>
    <message>
        <source>A running program needs none of it: copy only what it needs into the last stage, or delete it in the RUN that makes it</source>
        <translation>Un programa en marcha no necesita nada de ello: copie a la última etapa solo lo necesario, o bórrelo en el mismo RUN que lo crea</translation>
    </message>
    <message>
        <source>A stage can only use stages that do not need it.</source>
        <translation>Una etapa solo puede usar etapas que no la necesiten.</translation>
    </message>
    <message>
        <source>A stage cannot copy from itself</source>
        <translation>Una etapa no puede copiar de sí misma</translation>
    </message>
    <message>
        <source>A stage is there to leave things behind: copy what is needed, not the whole root</source>
        <translation>Una etapa sirve para dejar cosas atrás: copie lo necesario, no toda la raíz</translation>
    </message>
    <message>
        <source>A stage named like an image hides that image from all later lines</source>
        <translation>Una etapa llamada como una imagen oculta esa imagen en las líneas siguientes</translation>
    </message>
    <message>
        <source>A stage that nothing uses is never built</source>
        <translation>Una etapa que nadie usa no se construye nunca</translation>
    </message>
    <message>
        <source>ADD extracts a local archive by itself, without a layer for the archive</source>
        <translation>ADD extrae por sí solo un archivo comprimido local, sin una capa para este</translation>
    </message>
    <message>
        <source>ARG names can not be blank</source>
        <translation>los nombres de ARG no pueden estar vacíos</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Add --no-cache</source>
        <translation>Añadir --no-cache</translation>
    </message>
    <message>
        <source>Add --no-cache-dir</source>
        <translation>Añadir --no-cache-dir</translation>
    </message>
    <message>
        <source>Add --no-install-recommends</source>
        <translation>Añadir --no-install-recommends</translation>
    </message>
    <message>
        <source>Add -l</source>
        <translation>Añadir -l</translation>
    </message>
    <message>
        <source>Add a FROM line, for example: FROM alpine</source>
        <translation>Añada una línea FROM, por ejemplo: FROM alpine</translation>
    </message>
    <message>
        <source>Add an empty comment</source>
        <translation>Añadir un comentario vacío</translation>
    </message>
    <message>
        <source>Add label %1 to this stage.</source>
        <translation>Añada la etiqueta %1 a esta etapa.</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>la dirección ya está en uso</translation>
    </message>
    <message>
        <source>All commands within the Dockerfile should use the same casing (either upper or lower)</source>
        <translation>Todas las instrucciones del Dockerfile deberían ir igual: en mayúsculas o en minúsculas</translation>
    </message>
    <message>
        <source>An ENV line sees the values from before the line</source>
        <translation>Una línea ENV ve los valores anteriores a la línea</translation>
    </message>
    <message>
        <source>An annotation is for %1, which this image is not built for</source>
        <translation>Una anotación es para %1, y esta imagen no se construye para ella</translation>
    </message>
    <message>
        <source>An annotation needs a name before its value</source>
        <translation>Una anotación necesita un nombre antes de su valor</translation>
    </message>
    <message>
        <source>An export of an unknown kind</source>
        <translation>Una exportación de un tipo desconocido</translation>
    </message>
    <message>
        <source>An image for one platform has no index to annotate: annotate its manifest, or build for several platforms</source>
        <translation>Una imagen para una sola plataforma no tiene índice que anotar: anote su manifiesto o construya para varias plataformas</translation>
    </message>
    <message>
        <source>An image source of an unknown kind</source>
        <translation>Un origen de imagen de un tipo desconocido</translation>
    </message>
    <message>
        <source>An instruction is one word such as FROM, RUN or COPY at the start of its line.</source>
        <translation>Una instrucción es una palabra como FROM, RUN o COPY al principio de su línea.</translation>
    </message>
    <message>
        <source>An ordinary user may make one.</source>
        <translation>Un usuario corriente puede crear uno.</translation>
    </message>
    <message>
        <source>An output of an unknown kind</source>
        <translation>Una salida de un tipo desconocido</translation>
    </message>
    <message>
        <source>An rpm header has no name</source>
        <translation>Una cabecera rpm no tiene nombre</translation>
    </message>
    <message>
        <source>An rpm header is longer than its record</source>
        <translation>Una cabecera rpm es más larga que su registro</translation>
    </message>
    <message>
        <source>An rpm header is too short</source>
        <translation>Una cabecera rpm es demasiado corta</translation>
    </message>
    <message>
        <source>An upgrade of the whole system makes another image every day</source>
        <translation>Actualizar todo el sistema produce cada día otra imagen</translation>
    </message>
    <message>
        <source>As administrator: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %1, then restart this program. (Pick a range not used by another line in /etc/subuid.)</source>
        <translation>Como administrador: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %1, y después reinicie este programa. (Elija un intervalo que no use otra línea de /etc/subuid.)</translation>
    </message>
    <message>
        <source>Attempting to Add file %1 that is excluded by .dockerignore</source>
        <translation>Se intenta añadir con ADD el archivo %1, que .dockerignore excluye</translation>
    </message>
    <message>
        <source>Attempting to Copy file %1 that is excluded by .dockerignore</source>
        <translation>Se intenta copiar el archivo %1, que .dockerignore excluye</translation>
    </message>
    <message>
        <source>Attempting to Copy file that is excluded by .dockerignore</source>
        <translation>Se intenta copiar un archivo que .dockerignore excluye</translation>
    </message>
    <message>
        <source>Base image %1 was pulled with platform %2, expected %3 for current build</source>
        <translation>La imagen base %1 se descargó para la plataforma %2, pero esta construcción espera %3</translation>
    </message>
    <message>
        <source>Base image platform does not match expected target platform</source>
        <translation>La plataforma de la imagen base no es la que se espera</translation>
    </message>
    <message>
        <source>Base images come from the registries that the configuration trusts</source>
        <translation>Las imágenes base vienen de los registros en que confía la configuración</translation>
    </message>
    <message>
        <source>Begin another %1</source>
        <translation>Empezar otro %1</translation>
    </message>
    <message>
        <source>Begin with a letter and go on with letters, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;.</source>
        <translation>Empiece por una letra y siga con letras, cifras, «-», «_» y «.».</translation>
    </message>
    <message>
        <source>Break the line with a continuation mark, or move the text into a file that is copied.</source>
        <translation>Parta la línea con una marca de continuación o ponga el texto en un archivo que se copie.</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>tubería rota</translation>
    </message>
    <message>
        <source>Broken tar archive at byte %1: %2</source>
        <translation>Archivo tar dañado en el byte %1: %2</translation>
    </message>
    <message>
        <source>Broken tar archive: it ends within the contents of a file</source>
        <translation>Archivo tar dañado: termina dentro del contenido de un archivo</translation>
    </message>
    <message>
        <source>Build in a stage of its own and COPY --from it what the program needs</source>
        <translation>Compile en una etapa aparte y copie de ella con COPY --from lo que el programa necesita</translation>
    </message>
    <message>
        <source>COPY --from takes files of a stage of this file</source>
        <translation>COPY --from toma archivos de una etapa de este archivo</translation>
    </message>
    <message>
        <source>COPY --from the stage only what the program needs, or COPY --exclude=%1</source>
        <translation>Copie con COPY --from solo lo que el programa necesita de la etapa, o use COPY --exclude=%1</translation>
    </message>
    <message>
        <source>COPY says that files are copied; ADD also fetches and extracts</source>
        <translation>COPY dice que se copian archivos; ADD también descarga y extrae</translation>
    </message>
    <message>
        <source>Caches of a package manager are in the image</source>
        <translation>Hay cachés de un gestor de paquetes en la imagen</translation>
    </message>
    <message>
        <source>Call %1 instead of apt, whose interface may change.</source>
        <translation>Llame a %1 en vez de a apt, cuya interfaz puede cambiar.</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>no se puede reservar memoria</translation>
    </message>
    <message>
        <source>Cannot ask for the free space of %1.</source>
        <translation>No se puede consultar el espacio libre de %1.</translation>
    </message>
    <message>
        <source>Cannot get memory for &apos;%1&apos;</source>
        <translation>No hay memoria para «%1»</translation>
    </message>
    <message>
        <source>Cannot keep a layer in the store</source>
        <translation>No se puede guardar una capa en el almacén</translation>
    </message>
    <message>
        <source>Cannot load &apos;%1&apos; into Docker</source>
        <translation>No se puede cargar «%1» en Docker</translation>
    </message>
    <message>
        <source>Cannot lock &apos;%1&apos;</source>
        <translation>No se puede bloquear «%1»</translation>
    </message>
    <message>
        <source>Cannot make a folder in &apos;%1&apos;</source>
        <translation>No se puede crear una carpeta en «%1»</translation>
    </message>
    <message>
        <source>Cannot make a pipe</source>
        <translation>No se puede crear una tubería</translation>
    </message>
    <message>
        <source>Cannot make the folder &apos;%1&apos;</source>
        <translation>No se puede crear la carpeta «%1»</translation>
    </message>
    <message>
        <source>Cannot open /dev/net/tun; RUN uses the host network. sudo modprobe tun; sudo chmod 666 /dev/net/tun.</source>
        <translation>No se puede abrir /dev/net/tun; RUN usa la red del equipo. sudo modprobe tun; sudo chmod 666 /dev/net/tun.</translation>
    </message>
    <message>
        <source>Cannot open the lock file &apos;%1&apos;</source>
        <translation>No se puede abrir el archivo de bloqueo «%1»</translation>
    </message>
    <message>
        <source>Cannot pull &apos;%1&apos;</source>
        <translation>No se puede descargar «%1»</translation>
    </message>
    <message>
        <source>Cannot pull &apos;%1&apos;: its index is nested too deeply</source>
        <translation>No se puede descargar «%1»: su índice está demasiado anidado</translation>
    </message>
    <message>
        <source>Cannot pull &apos;%1&apos;: there is no variant for the platform %2, but for %3; choose one of them with --platform</source>
        <translation>No se puede descargar «%1»: no hay variante para la plataforma %2, sino para %3; elija una de ellas con --platform</translation>
    </message>
    <message>
        <source>Cannot push to &apos;%1&apos;</source>
        <translation>No se puede subir a «%1»</translation>
    </message>
    <message>
        <source>Cannot read</source>
        <translation>No se puede leer</translation>
    </message>
    <message>
        <source>Cannot read &apos;%1&apos;</source>
        <translation>No se puede leer «%1»</translation>
    </message>
    <message>
        <source>Cannot read the folder &apos;%1&apos;</source>
        <translation>No se puede leer la carpeta «%1»</translation>
    </message>
    <message>
        <source>Cannot rename &apos;%1&apos; to &apos;%2&apos;</source>
        <translation>No se puede cambiar el nombre de «%1» a «%2»</translation>
    </message>
    <message>
        <source>Cannot start &apos;%1&apos;</source>
        <translation>No se puede iniciar «%1»</translation>
    </message>
    <message>
        <source>Cannot take &apos;%1&apos; from the Docker daemon</source>
        <translation>No se puede tomar «%1» del demonio de Docker</translation>
    </message>
    <message>
        <source>Cannot write</source>
        <translation>No se puede escribir</translation>
    </message>
    <message>
        <source>Cannot write &apos;%1&apos;</source>
        <translation>No se puede escribir «%1»</translation>
    </message>
    <message>
        <source>Cannot write in the store (&apos;%1&apos;)</source>
        <translation>No se puede escribir en el almacén («%1»)</translation>
    </message>
    <message>
        <source>Chaining ONBUILD via `ONBUILD ONBUILD` isn&apos;t allowed</source>
        <translation>No se permite encadenar ONBUILD con `ONBUILD ONBUILD`</translation>
    </message>
    <message>
        <source>Change the folder with WORKDIR instead of cd %1.</source>
        <translation>Cambie de carpeta con WORKDIR en vez de cd %1.</translation>
    </message>
    <message>
        <source>Check the address, the connection and the proxy settings (http_proxy, https_proxy, no_proxy).</source>
        <translation>Revise la dirección, la conexión y la configuración del proxy (http_proxy, https_proxy, no_proxy).</translation>
    </message>
    <message>
        <source>Choose a port from 0 to 65535 instead of %1.</source>
        <translation>Elija un puerto de 0 a 65535 en vez de %1.</translation>
    </message>
    <message>
        <source>Choose the shell with SHELL instead of a link at /bin/sh.</source>
        <translation>Elija el shell con SHELL en vez de con un enlace en /bin/sh.</translation>
    </message>
    <message>
        <source>Close the quote in the name of the heredoc.</source>
        <translation>Cierre la comilla en el nombre del heredoc.</translation>
    </message>
    <message>
        <source>Command &apos;%1&apos; should match the case of the command majority (lowercase)</source>
        <translation>La instrucción «%1» debería ir como la mayoría (en minúsculas)</translation>
    </message>
    <message>
        <source>Command &apos;%1&apos; should match the case of the command majority (uppercase)</source>
        <translation>La instrucción «%1» debería ir como la mayoría (en mayúsculas)</translation>
    </message>
    <message>
        <source>Commands for a running machine do nothing useful while an image is built</source>
        <translation>Las órdenes para una máquina en marcha no hacen nada útil mientras se construye una imagen</translation>
    </message>
    <message>
        <source>Comment for %1 should follow the format: `# %2 &lt;description&gt;`</source>
        <translation>El comentario de %1 debería tener la forma `# %2 &lt;descripción&gt;`</translation>
    </message>
    <message>
        <source>Comment for build stage or argument should follow the format: `# &lt;arg/stage name&gt; &lt;description&gt;`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.</source>
        <translation>El comentario de una etapa o de un argumento debería tener la forma `# &lt;nombre&gt; &lt;descripción&gt;`. Si no es una descripción, ponga una línea en blanco o un comentario entre la instrucción y el comentario.</translation>
    </message>
    <message>
        <source>Compilers and other build tools are in the image</source>
        <translation>Hay compiladores y otras herramientas de compilación en la imagen</translation>
    </message>
    <message>
        <source>Compilers, headers and package managers&apos; development packages belong in a build stage, not in the image that ships</source>
        <translation>Los compiladores, las cabeceras y los paquetes de desarrollo van en una etapa de construcción, no en la imagen que se entrega</translation>
    </message>
    <message>
        <source>Compressing with gzip failed</source>
        <translation>Falló la compresión con gzip</translation>
    </message>
    <message>
        <source>Compressing with zstd failed: %1</source>
        <translation>Falló la compresión con zstd: %1</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>conexión rechazada</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>se agotó el tiempo de la conexión</translation>
    </message>
    <message>
        <source>Container runtime</source>
        <translation>Ejecutor de contenedores</translation>
    </message>
    <message>
        <source>Copy %1 and install first</source>
        <translation>Copiar %1 e instalar primero</translation>
    </message>
    <message>
        <source>Copy %1 and run %2 before the sources are copied, so that it runs again only when the manifests change.</source>
        <translation>Copie %1 y ejecute %2 antes de copiar el código, para que solo se repita cuando cambien esos archivos.</translation>
    </message>
    <message>
        <source>Copy from an earlier stage: %1 is this one.</source>
        <translation>Copie de una etapa anterior: %1 es esta.</translation>
    </message>
    <message>
        <source>Copy only what is needed from %1 instead of its whole root.</source>
        <translation>Copie de %1 solo lo necesario en vez de toda su raíz.</translation>
    </message>
    <message>
        <source>Default value for ARG %1 results in empty or invalid base image name</source>
        <translation>El valor por omisión de ARG %1 da un nombre de imagen base vacío o no válido</translation>
    </message>
    <message>
        <source>Default value for global ARG results in an empty or invalid base image name</source>
        <translation>El valor por omisión de un ARG global da un nombre de imagen base vacío o no válido</translation>
    </message>
    <message>
        <source>Define a stage with FROM using a global ARG, and copy from that stage.</source>
        <translation>Defina una etapa con FROM y un ARG global, y copie de esa etapa.</translation>
    </message>
    <message>
        <source>Defined protocol &apos;%1&apos; in EXPOSE instruction should be lowercase</source>
        <translation>El protocolo de «%1» en EXPOSE debería ir en minúsculas</translation>
    </message>
    <message>
        <source>Delete it in the same RUN that fetches the sources, or fetch them in a stage of their own</source>
        <translation>Bórrelo en el mismo RUN que descarga las fuentes, o descárguelas en una etapa propia</translation>
    </message>
    <message>
        <source>Delete it in the same RUN that fills it, or give that RUN a cache mount: --mount=type=cache,target=%1</source>
        <translation>Bórrela en el mismo RUN que la llena, o dé a ese RUN un montaje de caché: --mount=type=cache,target=%1</translation>
    </message>
    <message>
        <source>Deleting it later does not take it out of its layer: give it to the step with RUN --mount=type=secret, and change the secret</source>
        <translation>Borrarlo después no lo quita de su capa: páselo al paso con RUN --mount=type=secret y cambie el secreto</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>dispositivo o recurso ocupado</translation>
    </message>
    <message>
        <source>Did you mean &apos;%1&apos;?</source>
        <translation>¿Quería decir «%1»?</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>la carpeta no está vacía</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>se ha superado la cuota de disco</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>Espacio en disco</translation>
    </message>
    <message>
        <source>Do not use ARG or ENV instructions for sensitive data (%1 %2)</source>
        <translation>No use ARG ni ENV para datos confidenciales (%1 %2)</translation>
    </message>
    <message>
        <source>Do what ShellCheck suggests</source>
        <translation>Hacer lo que ShellCheck sugiere</translation>
    </message>
    <message>
        <source>Docker has no such image; &apos;docker images&apos; lists what it has</source>
        <translation>Docker no tiene esa imagen; «docker images» muestra las que tiene</translation>
    </message>
    <message>
        <source>Drop --checksum.</source>
        <translation>Quite --checksum.</translation>
    </message>
    <message>
        <source>Duplicate stage name %1, stage names should be unique</source>
        <translation>Nombre de etapa repetido: %1; los nombres de las etapas no deberían repetirse</translation>
    </message>
    <message>
        <source>EXPOSE instruction should not define an IP address or host-port mapping, found &apos;%1&apos;</source>
        <translation>EXPOSE no debería llevar una dirección IP ni un puerto del equipo: «%1»</translation>
    </message>
    <message>
        <source>Each RUN is a layer; steps that belong together can be one</source>
        <translation>Cada RUN es una capa; los pasos que van juntos pueden ser uno</translation>
    </message>
    <message>
        <source>Empty continuation line</source>
        <translation>Línea de continuación vacía</translation>
    </message>
    <message>
        <source>Empty continuation line found in: %1</source>
        <translation>Línea de continuación vacía en: %1</translation>
    </message>
    <message>
        <source>Empty continuation lines will become errors in a future release</source>
        <translation>Las líneas de continuación vacías serán errores en una versión futura</translation>
    </message>
    <message>
        <source>End %1 with a slash, for several files go into it.</source>
        <translation>Termine %1 en barra, pues recibe varios archivos.</translation>
    </message>
    <message>
        <source>End it with a line that holds %1 alone.</source>
        <translation>Termínelo con una línea que contenga solo %1.</translation>
    </message>
    <message>
        <source>End it with a slash</source>
        <translation>Terminarlo en barra</translation>
    </message>
    <message>
        <source>End this RUN with &amp;&amp; %1, for what %2 downloads is of no use in the image.</source>
        <translation>Termine este RUN con &amp;&amp; %1, pues lo que %2 descarga no sirve de nada en la imagen.</translation>
    </message>
    <message>
        <source>End this RUN with &amp;&amp; yarn cache clean, for the cache is of no use in the image.</source>
        <translation>Termine este RUN con &amp;&amp; yarn cache clean, pues la caché no sirve de nada en la imagen.</translation>
    </message>
    <message>
        <source>End with a USER that is not root.</source>
        <translation>Termine con un USER que no sea root.</translation>
    </message>
    <message>
        <source>Expose %1</source>
        <translation>Exponer %1</translation>
    </message>
    <message>
        <source>FROM --platform flag should not use a constant value</source>
        <translation>La opción --platform de FROM no debería llevar un valor fijo</translation>
    </message>
    <message>
        <source>FROM --platform flag should not use constant value %1</source>
        <translation>La opción --platform de FROM no debería llevar el valor fijo %1</translation>
    </message>
    <message>
        <source>FROM argument &apos;%1&apos; is not declared</source>
        <translation>El argumento «%1» de FROM no está declarado</translation>
    </message>
    <message>
        <source>FROM argument &apos;%1&apos; is not declared (did you mean %2?)</source>
        <translation>El argumento «%1» de FROM no está declarado (¿quería decir %2?)</translation>
    </message>
    <message>
        <source>FROM command must use declared ARGs</source>
        <translation>FROM solo puede usar ARG declarados</translation>
    </message>
    <message>
        <source>FROM requires either one or three arguments</source>
        <translation>FROM necesita uno o tres argumentos</translation>
    </message>
    <message>
        <source>FROM sees only the stages above it; the name of a later one is an image</source>
        <translation>FROM solo ve las etapas anteriores; el nombre de una posterior es una imagen</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>el archivo ya existe</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>el nombre del archivo es demasiado largo</translation>
    </message>
    <message>
        <source>Findings are not silenced by comments in the file</source>
        <translation>Los avisos no se silencian con comentarios en el archivo</translation>
    </message>
    <message>
        <source>For other platforms: sudo apt install qemu-user-binfmt (qemu-user-static on older systems).</source>
        <translation>Para otras plataformas: sudo apt install qemu-user-binfmt (qemu-user-static en sistemas anteriores).</translation>
    </message>
    <message>
        <source>Gems have a version, so that the result can be made again</source>
        <translation>Las gemas llevan versión, para que el resultado se pueda repetir</translation>
    </message>
    <message>
        <source>Give %1 %2, for nobody answers its question during a build.</source>
        <translation>Dé a %1 %2, pues nadie responde a su pregunta durante una construcción.</translation>
    </message>
    <message>
        <source>Give %1 a version, as in %2.</source>
        <translation>Dé una versión a %1, como en %2.</translation>
    </message>
    <message>
        <source>Give %1 a version, as in %2:TAG.</source>
        <translation>Dé una versión a %1, como en %2:ETIQUETA.</translation>
    </message>
    <message>
        <source>Give %1 versions, as in %2.</source>
        <translation>Dé versiones a %1, como en %2.</translation>
    </message>
    <message>
        <source>Give apk --no-cache, so that its index does not stay in the image.</source>
        <translation>Dé a apk --no-cache, para que su índice no quede en la imagen.</translation>
    </message>
    <message>
        <source>Give apt-get --no-install-recommends, so that only what is asked for is installed.</source>
        <translation>Dé a apt-get --no-install-recommends, para que se instale solo lo pedido.</translation>
    </message>
    <message>
        <source>Give it to the user that the program runs as: COPY --chown, or RUN chown, and take the right from others: chmod o-w</source>
        <translation>Asígnelo al usuario con el que se ejecuta el programa: COPY --chown o RUN chown, y quite el permiso a los demás: chmod o-w</translation>
    </message>
    <message>
        <source>Give label %1 a value.</source>
        <translation>Dé un valor a la etiqueta %1.</translation>
    </message>
    <message>
        <source>Give pip --no-cache-dir, so that its cache does not stay in the image.</source>
        <translation>Dé a pip --no-cache-dir, para que su caché no quede en la imagen.</translation>
    </message>
    <message>
        <source>Give the argument a default before the first FROM: ARG NAME=value.</source>
        <translation>Dé al argumento un valor antes del primer FROM: ARG NOMBRE=valor.</translation>
    </message>
    <message>
        <source>Give the argument a value, or drop --platform.</source>
        <translation>Dé un valor al argumento o quite --platform.</translation>
    </message>
    <message>
        <source>Give this stage another name, for from here on %1 is no longer the image.</source>
        <translation>Dé otro nombre a esta etapa, pues desde aquí %1 ya no es la imagen.</translation>
    </message>
    <message>
        <source>Give useradd the flag -l, for the user id %1 is high.</source>
        <translation>Dé a useradd la opción -l, pues el identificador de usuario %1 es alto.</translation>
    </message>
    <message>
        <source>Give wget %1, so that it does not fill the log.</source>
        <translation>Dé a wget %1, para que no llene el registro.</translation>
    </message>
    <message>
        <source>HEALTHCHECK NONE takes no arguments</source>
        <translation>HEALTHCHECK NONE no lleva argumentos</translation>
    </message>
    <message>
        <source>IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release</source>
        <translation>EXPOSE no debería llevar una dirección IP ni un puerto del equipo. En una versión futura será un error</translation>
    </message>
    <message>
        <source>Ignore %1 here</source>
        <translation>Ignorar %1 aquí</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>error de entrada/salida</translation>
    </message>
    <message>
        <source>Install %1 in a build stage and copy the result, for this image ships.</source>
        <translation>Instale %1 en una etapa de construcción y copie el resultado, pues esta imagen se entrega.</translation>
    </message>
    <message>
        <source>Install Stagewright again.</source>
        <translation>Instale Stagewright de nuevo.</translation>
    </message>
    <message>
        <source>Install crun: sudo apt install crun.</source>
        <translation>Instale crun: sudo apt install crun.</translation>
    </message>
    <message>
        <source>Install it: sudo apt install shellcheck (Fedora: ShellCheck).</source>
        <translation>Instálelo: sudo apt install shellcheck (Fedora: ShellCheck).</translation>
    </message>
    <message>
        <source>Install newuidmap: sudo apt install uidmap (Fedora: shadow-utils). Until then owners are flattened to root.</source>
        <translation>Instale newuidmap: sudo apt install uidmap (Fedora: shadow-utils). Mientras tanto, todos los archivos serán de root.</translation>
    </message>
    <message>
        <source>Install passt or slirp4netns: sudo apt install passt.</source>
        <translation>Instale passt o slirp4netns: sudo apt install passt.</translation>
    </message>
    <message>
        <source>Installing dependencies behind a copy of all sources runs again at every change of a source file</source>
        <translation>Instalar dependencias después de copiar todo el código se repite con cada cambio de un archivo</translation>
    </message>
    <message>
        <source>Interval %1 cannot be less than 1ms</source>
        <translation>El intervalo %1 no puede ser menor que 1ms</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>argumento no válido</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>It belongs to BuildKit&apos;s labs channel. Remove it, or build this file with BuildKit.</source>
        <translation>Es del canal labs de BuildKit. Quítelo o construya este archivo con BuildKit.</translation>
    </message>
    <message>
        <source>It came with the base image, where deleting it saves nothing: choose a base without it</source>
        <translation>Vino con la imagen base, donde borrarlo no ahorra nada: elija una base que no lo tenga</translation>
    </message>
    <message>
        <source>It is compressed with bzip2 or xz, and images are with gzip or zstd: decompress it first</source>
        <translation>Está comprimido con bzip2 o xz, y las imágenes lo están con gzip o zstd: descomprímalo antes</translation>
    </message>
    <message>
        <source>JSON arguments recommended for %1 to prevent unintended behavior related to OS signals</source>
        <translation>Se recomiendan argumentos JSON en %1 para evitar sorpresas con las señales del sistema</translation>
    </message>
    <message>
        <source>JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals</source>
        <translation>Se recomiendan argumentos JSON en ENTRYPOINT/CMD para evitar sorpresas con las señales del sistema</translation>
    </message>
    <message>
        <source>JSON is nested deeper than %1 levels</source>
        <translation>el JSON tiene más de %1 niveles</translation>
    </message>
    <message>
        <source>JSON of %1 bytes is larger than expected</source>
        <translation>un JSON de %1 bytes es mayor de lo esperado</translation>
    </message>
    <message>
        <source>Join the two steps, or make the files in a stage of their own</source>
        <translation>Una los dos pasos, o cree los archivos en una etapa aparte</translation>
    </message>
    <message>
        <source>Join this RUN with the one above: each RUN is a layer.</source>
        <translation>Una este RUN con el anterior: cada RUN es una capa.</translation>
    </message>
    <message>
        <source>Join with the RUN above</source>
        <translation>Unir con el RUN anterior</translation>
    </message>
    <message>
        <source>Keep it out of the context with .dockerignore, and give it to the step that needs it with RUN --mount=type=secret</source>
        <translation>Exclúyalo del contexto con .dockerignore y páselo al paso que lo necesita con RUN --mount=type=secret</translation>
    </message>
    <message>
        <source>Label keys are lower case words with dots and dashes, outside reserved namespaces</source>
        <translation>Las claves de las etiquetas son palabras en minúsculas con puntos y guiones, fuera de los espacios reservados</translation>
    </message>
    <message>
        <source>Large files that nothing needs at run time are in the image</source>
        <translation>Hay archivos grandes en la imagen que nada necesita en la ejecución</translation>
    </message>
    <message>
        <source>Layer %1 hides %2 of layer %3, both of the base image</source>
        <translation>La capa %1 oculta %2 de la capa %3; ambas son de la imagen base</translation>
    </message>
    <message>
        <source>Layer %1 hides %2 that layer %3 stored: join the two steps, or do both in a stage of their own</source>
        <translation>La capa %1 oculta %2 que almacenó la capa %3: una los dos pasos, o haga ambos en una etapa aparte</translation>
    </message>
    <message>
        <source>Layer %1 replaces %2 of layer %3, which stay stored (%4 files)</source>
        <translation>La capa %1 sustituye %2 de la capa %3, que siguen almacenados (%4 archivos)</translation>
    </message>
    <message>
        <source>Layer %1 replaces %2 of layer %3, which stay stored (one file)</source>
        <translation>La capa %1 sustituye %2 de la capa %3, que siguen almacenados (un archivo)</translation>
    </message>
    <message>
        <source>Layer %1 stores %2 of layer %3 again with the same content (%4 files)</source>
        <translation>La capa %1 vuelve a almacenar %2 de la capa %3 con el mismo contenido (%4 archivos)</translation>
    </message>
    <message>
        <source>Layer %1 stores %2 of layer %3 again with the same content (one file)</source>
        <translation>La capa %1 vuelve a almacenar %2 de la capa %3 con el mismo contenido (un archivo)</translation>
    </message>
    <message>
        <source>Layer %1 stores %2 that it replaces itself: its tar has the same names several times</source>
        <translation>La capa %1 almacena %2 que ella misma sustituye: su tar tiene los mismos nombres varias veces</translation>
    </message>
    <message>
        <source>Legacy key/value format with whitespace separator should not be used</source>
        <translation>No debería usarse la forma antigua de clave y valor separados por un espacio</translation>
    </message>
    <message>
        <source>Let ADD extract %1, so that the archive itself is in no layer.</source>
        <translation>Deje que ADD extraiga %1, para que el archivo comprimido no quede en ninguna capa.</translation>
    </message>
    <message>
        <source>Line %1 hides %2 of the base image, which stay in it: choose a base without them</source>
        <translation>La línea %1 oculta %2 de la imagen base, que siguen en ella: elija una base que no los tenga</translation>
    </message>
    <message>
        <source>Line %1 hides %2 that line %3 stored: join the two steps, or do both in a stage of their own</source>
        <translation>La línea %1 oculta %2 que almacenó la línea %3: una los dos pasos, o haga ambos en una etapa aparte</translation>
    </message>
    <message>
        <source>MAINTAINER is deprecated</source>
        <translation>MAINTAINER está obsoleto</translation>
    </message>
    <message>
        <source>Maintainer instruction is deprecated in favor of using label</source>
        <translation>La instrucción MAINTAINER está obsoleta; se usa una etiqueta en su lugar</translation>
    </message>
    <message>
        <source>Make it absolute</source>
        <translation>Hacerla absoluta</translation>
    </message>
    <message>
        <source>Missing command after HEALTHCHECK CMD</source>
        <translation>Falta la orden después de HEALTHCHECK CMD</translation>
    </message>
    <message>
        <source>Mount namespaces</source>
        <translation>Espacios de montajes</translation>
    </message>
    <message>
        <source>Move stage %1 above this line, for here %2 is an image.</source>
        <translation>Ponga la etapa %1 antes de esta línea, pues aquí %2 es una imagen.</translation>
    </message>
    <message>
        <source>Move that stage up.</source>
        <translation>Ponga esa etapa más arriba.</translation>
    </message>
    <message>
        <source>Multiple %1 instructions should not be used in the same stage because only the last one will be used</source>
        <translation>En una etapa no debería haber varias instrucciones %1, pues solo se usa la última</translation>
    </message>
    <message>
        <source>Multiple instructions of the same type should not be used in the same stage</source>
        <translation>En una etapa no debería repetirse una misma instrucción</translation>
    </message>
    <message>
        <source>Name a directory.</source>
        <translation>Indique una carpeta.</translation>
    </message>
    <message>
        <source>Name a stage of this file: %1 is none, so it is pulled as an image.</source>
        <translation>Indique una etapa de este archivo: %1 no lo es, así que se descarga como imagen.</translation>
    </message>
    <message>
        <source>Name a version of %1 instead of latest.</source>
        <translation>Indique una versión de %1 en vez de latest.</translation>
    </message>
    <message>
        <source>Name the program to run.</source>
        <translation>Indique el programa que se ejecuta.</translation>
    </message>
    <message>
        <source>Name the user by its number instead of %1.</source>
        <translation>Indique el usuario por su número en vez de %1.</translation>
    </message>
    <message>
        <source>Names of stages are unique</source>
        <translation>Los nombres de las etapas no se repiten</translation>
    </message>
    <message>
        <source>Network of RUN</source>
        <translation>Red de RUN</translation>
    </message>
    <message>
        <source>No overlay mounts on %1.</source>
        <translation>No hay montajes overlay en %1.</translation>
    </message>
    <message>
        <source>No program to run</source>
        <translation>No hay programa que ejecutar</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>no queda espacio en el dispositivo</translation>
    </message>
    <message>
        <source>No subordinate ids for %1; owners are flattened to root.</source>
        <translation>No hay identificadores subordinados para %1; todos los archivos serán de root.</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>no existe el archivo o la carpeta</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>no es una carpeta</translation>
    </message>
    <message>
        <source>Nothing was built yet</source>
        <translation>Aún no se ha construido nada</translation>
    </message>
    <message>
        <source>ONBUILD requires at least one argument</source>
        <translation>ONBUILD necesita al menos un argumento</translation>
    </message>
    <message>
        <source>ONBUILD, FROM and MAINTAINER are no triggers</source>
        <translation>ONBUILD, FROM y MAINTAINER no son disparadores</translation>
    </message>
    <message>
        <source>One of wget and curl is enough</source>
        <translation>Basta con uno de wget y curl</translation>
    </message>
    <message>
        <source>Only %1 free on %2; free some, or choose another place for the store with --store.</source>
        <translation>Solo %1 libres en %2; libere espacio o elija otro lugar para el almacén con --store.</translation>
    </message>
    <message>
        <source>Only %1 subordinate ids: images with ids above %1 cannot be unpacked. 65536 are needed.</source>
        <translation>Solo %1 identificadores subordinados: no se pueden extraer imágenes con identificadores mayores que %1. Hacen falta 65536.</translation>
    </message>
    <message>
        <source>Only ARG may stand before the first FROM; move %1 behind it.</source>
        <translation>Antes del primer FROM solo puede ir ARG; ponga %1 detrás.</translation>
    </message>
    <message>
        <source>Only the last CMD of a stage counts</source>
        <translation>Solo cuenta el último CMD de una etapa</translation>
    </message>
    <message>
        <source>Only the last ENTRYPOINT of a stage counts</source>
        <translation>Solo cuenta el último ENTRYPOINT de una etapa</translation>
    </message>
    <message>
        <source>Only the last HEALTHCHECK of a stage counts</source>
        <translation>Solo cuenta el último HEALTHCHECK de una etapa</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operación no permitida</translation>
    </message>
    <message>
        <source>Other platforms</source>
        <translation>Otras plataformas</translation>
    </message>
    <message>
        <source>Overlay mounts work on %1.</source>
        <translation>Los montajes overlay funcionan en %1.</translation>
    </message>
    <message>
        <source>Package lists of apt are of no use in the image that ships</source>
        <translation>Las listas de paquetes de apt no sirven de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>Packages of apk have a version, so that the image can be made again</source>
        <translation>Los paquetes de apk llevan versión, para que la imagen se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of apt have a version, so that the image can be made again</source>
        <translation>Los paquetes de apt llevan versión, para que la imagen se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of dnf have a version, so that the image can be made again</source>
        <translation>Los paquetes de dnf llevan versión, para que la imagen se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of npm have a version, so that the result can be made again</source>
        <translation>Los paquetes de npm llevan versión, para que el resultado se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of pip have a version, so that the result can be made again</source>
        <translation>Los paquetes de pip llevan versión, para que el resultado se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of yum have a version, so that the image can be made again</source>
        <translation>Los paquetes de yum llevan versión, para que la imagen se pueda repetir</translation>
    </message>
    <message>
        <source>Packages of zypper have a version, so that the image can be made again</source>
        <translation>Los paquetes de zypper llevan versión, para que la imagen se pueda repetir</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>Ports are numbers from 0 to 65535</source>
        <translation>Los puertos son números de 0 a 65535</translation>
    </message>
    <message>
        <source>Private mounts work.</source>
        <translation>Los montajes privados funcionan.</translation>
    </message>
    <message>
        <source>Privileges</source>
        <translation>Privilegios</translation>
    </message>
    <message>
        <source>Process namespaces</source>
        <translation>Espacios de procesos</translation>
    </message>
    <message>
        <source>Programs installed by go have a version, so that the result can be made again</source>
        <translation>Los programas instalados con go llevan versión, para que el resultado se pueda repetir</translation>
    </message>
    <message>
        <source>Protocol in EXPOSE instruction should be lowercase</source>
        <translation>El protocolo de EXPOSE debería ir en minúsculas</translation>
    </message>
    <message>
        <source>Put a FROM before %1.</source>
        <translation>Ponga un FROM antes de %1.</translation>
    </message>
    <message>
        <source>Put every element in double quotes.</source>
        <translation>Ponga cada elemento entre comillas dobles.</translation>
    </message>
    <message>
        <source>Quote a value that holds blanks: name=&quot;a value&quot;.</source>
        <translation>Ponga entre comillas un valor con espacios: nombre=&quot;un valor&quot;.</translation>
    </message>
    <message>
        <source>RUN --device is not supported: steps get no devices of this machine</source>
        <translation>RUN --device no se admite: los pasos no reciben dispositivos de este equipo</translation>
    </message>
    <message>
        <source>RUN --network=host needs the entitlement network.host: build with --allow network.host</source>
        <translation>RUN --network=host necesita el permiso network.host: construya con --allow network.host</translation>
    </message>
    <message>
        <source>RUN --security=insecure needs the entitlement security.insecure: build with --allow security.insecure</source>
        <translation>RUN --security=insecure necesita el permiso security.insecure: construya con --allow security.insecure</translation>
    </message>
    <message>
        <source>RUN requires at least one argument in its JSON form</source>
        <translation>RUN necesita al menos un argumento en su forma JSON</translation>
    </message>
    <message>
        <source>RUN uses the host&apos;s network: it can reach services on this machine&apos;s loopback address.</source>
        <translation>RUN usa la red del equipo: alcanza los servicios de la dirección local de esta máquina.</translation>
    </message>
    <message>
        <source>RUN works for %1 and, emulated, for %2.</source>
        <translation>RUN funciona para %1 y, emulado, para %2.</translation>
    </message>
    <message>
        <source>RUN works for %1 only: no emulator is registered.</source>
        <translation>RUN solo funciona para %1: no hay ningún emulador registrado.</translation>
    </message>
    <message>
        <source>RUN works for %1; %2 is not mounted, so emulators cannot be seen.</source>
        <translation>RUN funciona para %1; %2 no está montado, así que no se ven los emuladores.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>el sistema de archivos es de solo lectura</translation>
    </message>
    <message>
        <source>Recommended packages make the image bigger than it needs to be</source>
        <translation>Los paquetes recomendados hacen la imagen mayor de lo necesario</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Rechazado: %1</translation>
    </message>
    <message>
        <source>Reinstall crun: sudo apt reinstall crun.</source>
        <translation>Reinstale crun: sudo apt reinstall crun.</translation>
    </message>
    <message>
        <source>Reinstall the package uidmap and look at /etc/subuid and /etc/subgid.</source>
        <translation>Reinstale el paquete uidmap y revise /etc/subuid y /etc/subgid.</translation>
    </message>
    <message>
        <source>Relative workdir %1 can have unexpected results if the base image changes</source>
        <translation>El WORKDIR relativo %1 puede dar sorpresas si cambia la imagen base</translation>
    </message>
    <message>
        <source>Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes</source>
        <translation>Un WORKDIR relativo sin otro absoluto antes puede dar sorpresas si cambia la imagen base</translation>
    </message>
    <message>
        <source>Remove %1: it has no use while an image is built.</source>
        <translation>Quite %1: no sirve de nada mientras se construye una imagen.</translation>
    </message>
    <message>
        <source>Remove label %1, which the label schema does not know.</source>
        <translation>Quite la etiqueta %1, que el esquema de etiquetas no conoce.</translation>
    </message>
    <message>
        <source>Remove stage %1 or build it with --target %2, for nothing uses it.</source>
        <translation>Quite la etapa %1 o constrúyala con --target %2, pues nadie la usa.</translation>
    </message>
    <message>
        <source>Remove sudo</source>
        <translation>Quitar sudo</translation>
    </message>
    <message>
        <source>Remove sudo: steps run as the USER in force.</source>
        <translation>Quite sudo: los pasos se ejecutan como el USER vigente.</translation>
    </message>
    <message>
        <source>Remove the blank line, or begin it with #.</source>
        <translation>Quite la línea en blanco o empiécela con #.</translation>
    </message>
    <message>
        <source>Remove the blank lines</source>
        <translation>Quitar las líneas en blanco</translation>
    </message>
    <message>
        <source>Remove the flag</source>
        <translation>Quitar la opción</translation>
    </message>
    <message>
        <source>Remove the stage</source>
        <translation>Quitar la etapa</translation>
    </message>
    <message>
        <source>Remove this ONBUILD: %1 is no trigger.</source>
        <translation>Quite este ONBUILD: %1 no es un disparador.</translation>
    </message>
    <message>
        <source>Remove this comment and mend what it hides.</source>
        <translation>Quite este comentario y corrija lo que oculta.</translation>
    </message>
    <message>
        <source>Remove this line or the earlier one.</source>
        <translation>Quite esta línea o la anterior.</translation>
    </message>
    <message>
        <source>Remove this stage or give it a name, for nothing uses it.</source>
        <translation>Quite esta etapa o dele un nombre, pues nadie la usa.</translation>
    </message>
    <message>
        <source>Remove zypper %1: take a newer base image instead.</source>
        <translation>Quite zypper %1: tome una imagen base más nueva.</translation>
    </message>
    <message>
        <source>Rename it to %1</source>
        <translation>Cambiar su nombre a %1</translation>
    </message>
    <message>
        <source>Rename the stage to &apos;%1&apos;</source>
        <translation>Cambiar el nombre de la etapa a «%1»</translation>
    </message>
    <message>
        <source>Reserved words should not be used as stage names</source>
        <translation>Las palabras reservadas no deberían ser nombres de etapas</translation>
    </message>
    <message>
        <source>Running as %1 (uid %2), without administrator rights.</source>
        <translation>En marcha como %1 (uid %2), sin derechos de administrador.</translation>
    </message>
    <message>
        <source>Running as root: full isolation without user namespaces. Prefer starting as your own user.</source>
        <translation>En marcha como root: aislamiento completo sin espacios de usuarios. Es mejor iniciarlo con su propio usuario.</translation>
    </message>
    <message>
        <source>SHELL chooses another shell without changing the image&apos;s files</source>
        <translation>SHELL elige otro shell sin cambiar los archivos de la imagen</translation>
    </message>
    <message>
        <source>SHELL requires the arguments to be in JSON form</source>
        <translation>SHELL necesita sus argumentos en forma JSON</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH=%1 is neither a number of seconds nor &apos;context&apos;, a named context or a stage</source>
        <translation>SOURCE_DATE_EPOCH=%1 no es ni un número de segundos ni «context», un contexto con nombre o una etapa</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH=%1 names a stage that does more than one ADD of a URL or git repository</source>
        <translation>SOURCE_DATE_EPOCH=%1 nombra una etapa que hace más que un ADD de una URL o de un repositorio git</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH=%1 names a stage that is not FROM scratch</source>
        <translation>SOURCE_DATE_EPOCH=%1 nombra una etapa que no es FROM scratch</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH=%1 names a stage whose ADD is of no URL and no git repository</source>
        <translation>SOURCE_DATE_EPOCH=%1 nombra una etapa cuyo ADD no es de una URL ni de un repositorio git</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH=%1 names a stage without an ADD of a URL or git repository</source>
        <translation>SOURCE_DATE_EPOCH=%1 nombra una etapa sin ADD de una URL o de un repositorio git</translation>
    </message>
    <message>
        <source>Sandbox process</source>
        <translation>Proceso aislado</translation>
    </message>
    <message>
        <source>Sandboxed: pasta connects each build&apos;s own network.</source>
        <translation>Aislada: pasta conecta la red propia de cada construcción.</translation>
    </message>
    <message>
        <source>Sandboxed: slirp4netns connects each build&apos;s own network.</source>
        <translation>Aislada: slirp4netns conecta la red propia de cada construcción.</translation>
    </message>
    <message>
        <source>Say it in one place: --checksum or the query of the reference.</source>
        <translation>Dígalo en un solo sitio: --checksum o la consulta de la referencia.</translation>
    </message>
    <message>
        <source>Say it in one place: --keep-git-dir or the query of the reference.</source>
        <translation>Dígalo en un solo sitio: --keep-git-dir o la consulta de la referencia.</translation>
    </message>
    <message>
        <source>Say with HEALTHCHECK how to see that the program works.</source>
        <translation>Diga con HEALTHCHECK cómo ver que el programa funciona.</translation>
    </message>
    <message>
        <source>Sensitive data should not be used in the ARG or ENV commands</source>
        <translation>En ARG y ENV no deberían ir datos confidenciales</translation>
    </message>
    <message>
        <source>Set %1 in an ENV of its own before: this one sees the value from before the line.</source>
        <translation>Defina %1 antes, en un ENV propio: este ve el valor anterior a la línea.</translation>
    </message>
    <message>
        <source>Set WORKDIR before, or copy to an absolute path.</source>
        <translation>Ponga antes WORKDIR o copie a una ruta absoluta.</translation>
    </message>
    <message>
        <source>Set owner and mode where the files come from: COPY --chown, COPY --chmod, or in the same RUN</source>
        <translation>Fije propietario y permisos donde se originan los archivos: COPY --chown, COPY --chmod, o en el mismo RUN</translation>
    </message>
    <message>
        <source>Set the option pipefail with SHELL before this RUN, so that a failure before the pipe is seen.</source>
        <translation>Active la opción pipefail con SHELL antes de este RUN, para que se vea un fallo anterior a la tubería.</translation>
    </message>
    <message>
        <source>Set the shell option pipefail</source>
        <translation>Activar la opción pipefail del shell</translation>
    </message>
    <message>
        <source>Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior</source>
        <translation>Poner en FROM la plataforma predefinida $TARGETPLATFORM es redundante, pues ya es lo habitual</translation>
    </message>
    <message>
        <source>Setting platform to predefined %1 in FROM is redundant as this is the default behavior</source>
        <translation>Poner en FROM la plataforma predefinida %1 es redundante, pues ya es lo habitual</translation>
    </message>
    <message>
        <source>Several sources go into a folder, whose name ends with a slash</source>
        <translation>Varios orígenes van a una carpeta, cuyo nombre termina en barra</translation>
    </message>
    <message>
        <source>ShellCheck</source>
        <translation>ShellCheck</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Instantáneas</translation>
    </message>
    <message>
        <source>Stage name &apos;%1&apos; should be lowercase</source>
        <translation>El nombre de la etapa «%1» debería ir en minúsculas</translation>
    </message>
    <message>
        <source>Stage name should not use the same name as reserved stage %1</source>
        <translation>Una etapa no debería llevar el nombre reservado %1</translation>
    </message>
    <message>
        <source>Stage names should be lowercase</source>
        <translation>Los nombres de las etapas deberían ir en minúsculas</translation>
    </message>
    <message>
        <source>Stage names should be unique</source>
        <translation>Los nombres de las etapas no deberían repetirse</translation>
    </message>
    <message>
        <source>Steps run as the USER in force; sudo only adds its own surprises</source>
        <translation>Los pasos se ejecutan como el USER vigente; sudo solo añade sorpresas</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Subordinate ids</source>
        <translation>Identificadores subordinados</translation>
    </message>
    <message>
        <source>Syntax error - can&apos;t find = in %1. Must be of the form: name=value</source>
        <translation>Error de sintaxis: falta = en %1. La forma es nombre=valor</translation>
    </message>
    <message>
        <source>Take the base image from %1: %2 is not trusted here.</source>
        <translation>Tome la imagen base de %1: aquí no se confía en %2.</translation>
    </message>
    <message>
        <source>The &apos;as&apos; keyword should match the case of the &apos;from&apos; keyword</source>
        <translation>La palabra «as» debería ir como «from» en mayúsculas o minúsculas</translation>
    </message>
    <message>
        <source>The JSON form starts the program itself, so that it gets the signals</source>
        <translation>La forma JSON inicia el propio programa, de modo que recibe las señales</translation>
    </message>
    <message>
        <source>The MAINTAINER instruction is deprecated, use a label instead to define an image author</source>
        <translation>La instrucción MAINTAINER está obsoleta; indique el autor de la imagen con una etiqueta</translation>
    </message>
    <message>
        <source>The blob %1 does not have the bytes of its digest</source>
        <translation>El blob %1 no tiene los bytes de su resumen</translation>
    </message>
    <message>
        <source>The build %1 made nothing</source>
        <translation>La construcción %1 no produjo nada</translation>
    </message>
    <message>
        <source>The build cache &apos;%1&apos; is broken: %2</source>
        <translation>La caché de construcción «%1» está dañada: %2</translation>
    </message>
    <message>
        <source>The build cache &apos;%1&apos; is of another version of Stagewright</source>
        <translation>La caché de construcción «%1» es de otra versión de Stagewright</translation>
    </message>
    <message>
        <source>The build has nothing for %1; it is for %2</source>
        <translation>La construcción no tiene nada para %1; es para %2</translation>
    </message>
    <message>
        <source>The build tool %1 is in the image</source>
        <translation>La herramienta de compilación %1 está en la imagen</translation>
    </message>
    <message>
        <source>The cache mount &apos;%1&apos; is in use by a step; try again when the build has ended</source>
        <translation>Un paso está usando el montaje de caché «%1»; inténtelo de nuevo cuando termine la construcción</translation>
    </message>
    <message>
        <source>The cache of dnf is of no use in the image that ships</source>
        <translation>La caché de dnf no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The cache of pip is of no use in the image that ships</source>
        <translation>La caché de pip no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The cache of yarn is of no use in the image that ships</source>
        <translation>La caché de yarn no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The cache of yum is of no use in the image that ships</source>
        <translation>La caché de yum no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The cache of zypper is of no use in the image that ships</source>
        <translation>La caché de zypper no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The certificate was signed by a CA that the image does not know, as a company&apos;s or school&apos;s proxy does: build with --host-ca (in the window: &quot;Trust this computer&apos;s certificates&quot;), which lends the host&apos;s CA bundle to RUN and puts nothing into the image.</source>
        <translation>El certificado está firmado por una CA que la imagen no conoce, como hace el proxy de una empresa o de un centro de estudios: construya con --host-ca (en la ventana: «Confiar en los certificados de este equipo»), que presta a RUN los certificados del equipo y no deja nada en la imagen.</translation>
    </message>
    <message>
        <source>The configuration %1 does not have the bytes of its digest</source>
        <translation>La configuración %1 no tiene los bytes de su resumen</translation>
    </message>
    <message>
        <source>The disk is full: `stw store df` shows what the store holds and `stw store prune` frees it, or choose another place with --store.</source>
        <translation>El disco está lleno: `stw store df` muestra qué contiene el almacén y `stw store prune` lo libera; o elija otro lugar con --store.</translation>
    </message>
    <message>
        <source>The docker archive&apos;s manifest.json names no image</source>
        <translation>El manifest.json del archivo de Docker no nombra ninguna imagen</translation>
    </message>
    <message>
        <source>The folders in &apos;%1&apos; are nested too deeply</source>
        <translation>Las carpetas de «%1» están demasiado anidadas</translation>
    </message>
    <message>
        <source>The gzip stream ends too early</source>
        <translation>Los datos gzip terminan antes de tiempo</translation>
    </message>
    <message>
        <source>The gzip stream is damaged</source>
        <translation>Los datos gzip están dañados</translation>
    </message>
    <message>
        <source>The image has no /bin/sh, so the shell form of RUN cannot work in it: use the JSON form (RUN [&quot;/program&quot;]) or another base image.</source>
        <translation>La imagen no tiene /bin/sh, así que la forma de shell de RUN no puede funcionar en ella: use la forma JSON (RUN [&quot;/program&quot;]) u otra imagen base.</translation>
    </message>
    <message>
        <source>The image has no variant for the platform %1, but for %2</source>
        <translation>La imagen no tiene variante para la plataforma %1, sino para %2</translation>
    </message>
    <message>
        <source>The image index %1 is nested too deeply</source>
        <translation>El índice de imagen %1 está demasiado anidado</translation>
    </message>
    <message>
        <source>The image index is nested too deeply</source>
        <translation>El índice de la imagen está demasiado anidado</translation>
    </message>
    <message>
        <source>The image lacks the file &apos;%1&apos;: it was not written or copied whole; make it again</source>
        <translation>A la imagen le falta el archivo «%1»: no se escribió o no se copió entera; vuelva a crearla</translation>
    </message>
    <message>
        <source>The image that ships carries no labels that the configuration does not know</source>
        <translation>La imagen que se entrega no lleva etiquetas que la configuración no conozca</translation>
    </message>
    <message>
        <source>The image that ships carries the labels that the configuration asks for</source>
        <translation>La imagen que se entrega lleva las etiquetas que pide la configuración</translation>
    </message>
    <message>
        <source>The image that ships does not run as root</source>
        <translation>La imagen que se entrega no se ejecuta como root</translation>
    </message>
    <message>
        <source>The image that ships names the version of its base</source>
        <translation>La imagen que se entrega indica la versión de su base</translation>
    </message>
    <message>
        <source>The image that ships says how its health is checked</source>
        <translation>La imagen que se entrega dice cómo se comprueba su salud</translation>
    </message>
    <message>
        <source>The image&apos;s layer %1 is missing</source>
        <translation>Falta la capa %1 de la imagen</translation>
    </message>
    <message>
        <source>The image&apos;s programs are for another processor: choose the right --platform, or register qemu-user (binfmt) for it.</source>
        <translation>Los programas de la imagen son para otro procesador: elija la --platform adecuada o registre qemu-user (binfmt) para él.</translation>
    </message>
    <message>
        <source>The index of a layer has a version that this program does not know</source>
        <translation>El índice de una capa tiene una versión que este programa no conoce</translation>
    </message>
    <message>
        <source>The index of a layer is damaged; &apos;stw store verify&apos; repairs it</source>
        <translation>El índice de una capa está dañado; «stw store verify» lo repara</translation>
    </message>
    <message>
        <source>The kernel refuses user namespaces (%1). Inside a chroot it always does: start this program outside, or enter the tree with pivot_root or systemd-nspawn. Elsewhere ask the administrator about kernel.unprivileged_userns_clone and the security module&apos;s policy.</source>
        <translation>El núcleo rechaza los espacios de usuarios (%1). Dentro de un chroot siempre lo hace: inicie este programa fuera o entre en el árbol con pivot_root o systemd-nspawn. En otro caso, pregunte al administrador por kernel.unprivileged_userns_clone y por la política del módulo de seguridad.</translation>
    </message>
    <message>
        <source>The last build has no stage &apos;%1&apos;; it has: %2</source>
        <translation>La última construcción no tiene la etapa «%1»; tiene: %2</translation>
    </message>
    <message>
        <source>The layer %1 does not hold what the image says (%2 was expected)</source>
        <translation>La capa %1 no contiene lo que dice la imagen (se esperaba %2)</translation>
    </message>
    <message>
        <source>The layer %1 has %2 bytes, and its manifest says %3: it was not written or copied whole</source>
        <translation>La capa %1 tiene %2 bytes y su manifiesto dice %3: no se escribió o no se copió entera</translation>
    </message>
    <message>
        <source>The layer &apos;%1&apos; does not hold what the image says (%2 was expected)</source>
        <translation>La capa «%1» no contiene lo que dice la imagen (se esperaba %2)</translation>
    </message>
    <message>
        <source>The layer does not hold &apos;%1&apos; where its index says</source>
        <translation>La capa no contiene «%1» donde dice su índice</translation>
    </message>
    <message>
        <source>The layer ends within &apos;%1&apos;</source>
        <translation>La capa termina dentro de «%1»</translation>
    </message>
    <message>
        <source>The layer file &apos;%1&apos; ends too early</source>
        <translation>El archivo de la capa «%1» termina antes de tiempo</translation>
    </message>
    <message>
        <source>The layer file &apos;%1&apos; is gone</source>
        <translation>El archivo de la capa «%1» ya no está</translation>
    </message>
    <message>
        <source>The layer has more files or longer names than can be shown</source>
        <translation>La capa tiene más archivos, o nombres más largos, de los que se pueden mostrar</translation>
    </message>
    <message>
        <source>The line # check=error=true asks for it.</source>
        <translation>Lo pide la línea # check=error=true.</translation>
    </message>
    <message>
        <source>The manifest %1 does not have the bytes of its digest</source>
        <translation>El manifiesto %1 no tiene los bytes de su resumen</translation>
    </message>
    <message>
        <source>The number of layers of the docker archive is %1 in its manifest and %2 in its configuration</source>
        <translation>El número de capas del archivo de Docker es %1 en su manifiesto y %2 en su configuración</translation>
    </message>
    <message>
        <source>The number of layers of the image %1 is %2 in its manifest and %3 in its configuration</source>
        <translation>El número de capas de la imagen %1 es %2 en su manifiesto y %3 en su configuración</translation>
    </message>
    <message>
        <source>The number of layers of the image is %1 in its manifest and %2 in its configuration</source>
        <translation>El número de capas de la imagen es %1 en su manifiesto y %2 en su configuración</translation>
    </message>
    <message>
        <source>The package index of apk is of no use in the image that ships</source>
        <translation>El índice de paquetes de apk no sirve de nada en la imagen que se entrega</translation>
    </message>
    <message>
        <source>The program &apos;%1&apos; is needed for keys given with --ssh and is not installed; install OpenSSH&apos;s client</source>
        <translation>El programa «%1» hace falta para las claves dadas con --ssh y no está instalado; instale el cliente de OpenSSH</translation>
    </message>
    <message>
        <source>The program &apos;%1&apos; is not installed</source>
        <translation>El programa «%1» no está instalado</translation>
    </message>
    <message>
        <source>The program is there but cannot be executed: check its mode (COPY --chmod=755) and its first line.</source>
        <translation>El programa está, pero no se puede ejecutar: revise sus permisos (COPY --chmod=755) y su primera línea.</translation>
    </message>
    <message>
        <source>The program shellcheck is not installed: the shell scripts of RUN are not checked.</source>
        <translation>El programa shellcheck no está instalado: los scripts de shell de RUN no se revisan.</translation>
    </message>
    <message>
        <source>The progress bar of wget fills the log</source>
        <translation>La barra de progreso de wget llena el registro</translation>
    </message>
    <message>
        <source>The rule &apos;%1&apos; has no percentage: only waste, growth and efficiency do</source>
        <translation>La regla «%1» no admite porcentaje: solo waste, growth y efficiency</translation>
    </message>
    <message>
        <source>The rule &apos;%1&apos; needs a baseline: --baseline FILE, which &apos;stw layers IMAGE --format json&apos; writes</source>
        <translation>La regla «%1» necesita una referencia: --baseline ARCHIVO, que escribe «stw layers IMAGEN --format json»</translation>
    </message>
    <message>
        <source>The same file is stored by several layers</source>
        <translation>Varias capas almacenan el mismo archivo</translation>
    </message>
    <message>
        <source>The server answers, but not with the file: check the address in a browser.</source>
        <translation>El servidor responde, pero no con el archivo: compruebe la dirección en un navegador.</translation>
    </message>
    <message>
        <source>The server wants to know who asks: give a token with --secret (HTTP_AUTH_TOKEN_host for a URL, GIT_AUTH_TOKEN for a git repository).</source>
        <translation>El servidor quiere saber quién pregunta: dé un token con --secret (HTTP_AUTH_TOKEN_host para una URL, GIT_AUTH_TOKEN para un repositorio git).</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed by nobody whom the host&apos;s CA bundle knows; add the missing CA to the host and build again.</source>
        <translation>El certificado del servidor no está firmado por nadie que conozcan los certificados de este equipo; añada al equipo la CA que falta y construya de nuevo.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed by nobody whom this computer knows: add the CA to the computer&apos;s certificates, or name a bundle with SSL_CERT_FILE.</source>
        <translation>El certificado del servidor no está firmado por nadie que este equipo conozca: añada la CA a los certificados del equipo o indique unos con SSL_CERT_FILE.</translation>
    </message>
    <message>
        <source>The shell scripts of RUN are checked.</source>
        <translation>Se revisan los scripts de shell de RUN.</translation>
    </message>
    <message>
        <source>The step could not reach the network or resolve a name: check the connection and the proxy settings (http_proxy, https_proxy), or try --network host; `stw doctor` tells which network RUN has here.</source>
        <translation>El paso no llegó a la red o no pudo resolver un nombre: revise la conexión y la configuración del proxy (http_proxy, https_proxy), o pruebe --network host; `stw doctor` dice qué red tiene RUN aquí.</translation>
    </message>
    <message>
        <source>The step has no network (--network=none); allow one with --network=default.</source>
        <translation>El paso no tiene red (--network=none); permítala con --network=default.</translation>
    </message>
    <message>
        <source>The step ran out of memory: close other programs, or run fewer steps at once with --jobs 1.</source>
        <translation>El paso se quedó sin memoria: cierre otros programas o ejecute menos pasos a la vez con --jobs 1.</translation>
    </message>
    <message>
        <source>The store does not hold the blob %1</source>
        <translation>El almacén no contiene el blob %1</translation>
    </message>
    <message>
        <source>The store does not hold the layer %1</source>
        <translation>El almacén no contiene la capa %1</translation>
    </message>
    <message>
        <source>The store in &apos;%1&apos; was made by another version of Stagewright; choose another folder with --store</source>
        <translation>El almacén de «%1» es de otra versión de Stagewright; elija otra carpeta con --store</translation>
    </message>
    <message>
        <source>The subuid range was changed while containers existed; clear the build cache and restart.</source>
        <translation>El intervalo de subuid cambió mientras había contenedores; vacíe la caché de construcción y reinicie.</translation>
    </message>
    <message>
        <source>The surrounding container blocks namespaces and mounts. Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN, or as an ordinary user outside of it.</source>
        <translation>El contenedor exterior bloquea los espacios de nombres y los montajes. Inícielo con --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN, o como usuario corriente fuera de él.</translation>
    </message>
    <message>
        <source>The surrounding container blocks namespaces. Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined.</source>
        <translation>El contenedor exterior bloquea los espacios de nombres. Inícielo con --security-opt seccomp=unconfined --security-opt apparmor=unconfined.</translation>
    </message>
    <message>
        <source>The surrounding container masks /proc. Add --security-opt systempaths=unconfined.</source>
        <translation>El contenedor exterior oculta /proc. Añada --security-opt systempaths=unconfined.</translation>
    </message>
    <message>
        <source>The tag latest means another image every few weeks</source>
        <translation>La etiqueta latest es otra imagen cada pocas semanas</translation>
    </message>
    <message>
        <source>The target platform is what FROM takes anyway</source>
        <translation>La plataforma de destino es la que FROM toma de todos modos</translation>
    </message>
    <message>
        <source>The tools are there but do not work: %1</source>
        <translation>Las herramientas están, pero no funcionan: %1</translation>
    </message>
    <message>
        <source>The zstd stream ends too early</source>
        <translation>Los datos zstd terminan antes de tiempo</translation>
    </message>
    <message>
        <source>The zstd stream is damaged: %1</source>
        <translation>Los datos zstd están dañados: %1</translation>
    </message>
    <message>
        <source>There are several images here; choose one of: %1</source>
        <translation>Aquí hay varias imágenes; elija una de estas: %1</translation>
    </message>
    <message>
        <source>There is no annotation type &apos;%1&apos;: use %2</source>
        <translation>No hay ningún tipo de anotación «%1»: use %2</translation>
    </message>
    <message>
        <source>There is no cache mount &apos;%1&apos; in the store</source>
        <translation>En el almacén no hay ningún montaje de caché «%1»</translation>
    </message>
    <message>
        <source>There is no folder &apos;%1&apos;</source>
        <translation>No existe la carpeta «%1»</translation>
    </message>
    <message>
        <source>There is no image &apos;%1&apos; here; there is: %2</source>
        <translation>Aquí no hay ninguna imagen «%1»; hay: %2</translation>
    </message>
    <message>
        <source>There is no image &apos;%1&apos; in the store</source>
        <translation>No hay ninguna imagen «%1» en el almacén</translation>
    </message>
    <message>
        <source>There is no image &apos;%1&apos;; &apos;stw images&apos; lists what the store has, &apos;stw import&apos; brings one in</source>
        <translation>No hay ninguna imagen «%1»; «stw images» muestra lo que tiene el almacén, «stw import» trae una</translation>
    </message>
    <message>
        <source>There is no image at &apos;%1&apos;</source>
        <translation>No hay ninguna imagen en «%1»</translation>
    </message>
    <message>
        <source>There is no image to write</source>
        <translation>No hay ninguna imagen que escribir</translation>
    </message>
    <message>
        <source>This is no image: it has neither a manifest.json (docker archive) nor an index.json (OCI layout)</source>
        <translation>Esto no es una imagen: no tiene manifest.json (archivo de Docker) ni index.json (carpeta OCI)</translation>
    </message>
    <message>
        <source>This program runs inside a chroot; the kernel forbids user namespaces there. Start it outside, or enter the tree with pivot_root or systemd-nspawn.</source>
        <translation>Este programa se ejecuta dentro de un chroot y ahí el núcleo prohíbe los espacios de usuarios. Inícielo fuera o entre en el árbol con pivot_root o systemd-nspawn.</translation>
    </message>
    <message>
        <source>This program was started with no_new_privs (sandboxed terminal or service), so newuidmap cannot work. Start it from an ordinary desktop session.</source>
        <translation>Este programa se inició con no_new_privs (terminal o servicio aislado), así que newuidmap no puede funcionar. Inícielo desde una sesión de escritorio corriente.</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>demasiados niveles de enlaces simbólicos</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>demasiados archivos abiertos</translation>
    </message>
    <message>
        <source>Too many symbolic links on the way to &apos;%1&apos; in the image</source>
        <translation>Demasiados enlaces simbólicos hasta «%1» en la imagen</translation>
    </message>
    <message>
        <source>Transactions of the store&apos;s database were nested</source>
        <translation>Se anidaron transacciones de la base de datos del almacén</translation>
    </message>
    <message>
        <source>Ubuntu restricts user namespaces by AppArmor. Permit them to this program: printf &apos;abi &lt;abi/4.0&gt;,\ninclude &lt;tunables/global&gt;\nprofile stagewright-sandbox %1 flags=(unconfined) {\n  userns,\n}\n&apos; | sudo tee /etc/apparmor.d/stagewright-sandbox &amp;&amp; sudo apparmor_parser -r /etc/apparmor.d/stagewright-sandbox. Weaker: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.</source>
        <translation>Ubuntu limita los espacios de usuarios con AppArmor. Permítalos a este programa: printf &apos;abi &lt;abi/4.0&gt;,\ninclude &lt;tunables/global&gt;\nprofile stagewright-sandbox %1 flags=(unconfined) {\n  userns,\n}\n&apos; | sudo tee /etc/apparmor.d/stagewright-sandbox &amp;&amp; sudo apparmor_parser -r /etc/apparmor.d/stagewright-sandbox. Menos estricto: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.</translation>
    </message>
    <message>
        <source>Unknown type %1 in HEALTHCHECK (try CMD)</source>
        <translation>Tipo %1 desconocido en HEALTHCHECK (pruebe CMD)</translation>
    </message>
    <message>
        <source>Usage of undefined variable &apos;$%1&apos;</source>
        <translation>Se usa la variable «$%1», que no está definida</translation>
    </message>
    <message>
        <source>Usage of undefined variable &apos;$%1&apos; (did you mean $%2?)</source>
        <translation>Se usa la variable «$%1», que no está definida (¿quería decir $%2?)</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Usar %1</translation>
    </message>
    <message>
        <source>Use %1 here too, so that the image needs only one of the two.</source>
        <translation>Use %1 también aquí, para que la imagen necesite solo uno de los dos.</translation>
    </message>
    <message>
        <source>Use ADD to fetch it.</source>
        <translation>Use ADD para descargarlo.</translation>
    </message>
    <message>
        <source>Use COPY</source>
        <translation>Usar COPY</translation>
    </message>
    <message>
        <source>Use COPY, which only copies.</source>
        <translation>Use COPY, que solo copia.</translation>
    </message>
    <message>
        <source>Use a label</source>
        <translation>Usar una etiqueta</translation>
    </message>
    <message>
        <source>Use a name like SIGTERM, or its number.</source>
        <translation>Use un nombre como SIGTERM, o su número.</translation>
    </message>
    <message>
        <source>Use default, none or host.</source>
        <translation>Use default, none o host.</translation>
    </message>
    <message>
        <source>Use double quotes</source>
        <translation>Usar comillas dobles</translation>
    </message>
    <message>
        <source>Use sandbox or insecure.</source>
        <translation>Use sandbox o insecure.</translation>
    </message>
    <message>
        <source>Use stage %1</source>
        <translation>Usar la etapa %1</translation>
    </message>
    <message>
        <source>Use the JSON form</source>
        <translation>Usar la forma JSON</translation>
    </message>
    <message>
        <source>Use the name of a stage.</source>
        <translation>Use el nombre de una etapa.</translation>
    </message>
    <message>
        <source>User namespaces</source>
        <translation>Espacios de usuarios</translation>
    </message>
    <message>
        <source>User namespaces are limited to 0. As administrator: sysctl -w user.max_user_namespaces=15000 (and add the line to /etc/sysctl.d/60-userns.conf).</source>
        <translation>Los espacios de usuarios están limitados a 0. Como administrador: sysctl -w user.max_user_namespaces=15000 (y añada la línea a /etc/sysctl.d/60-userns.conf).</translation>
    </message>
    <message>
        <source>VOLUME &apos;%1&apos; expands to nothing</source>
        <translation>VOLUME «%1» queda vacío al expandirse</translation>
    </message>
    <message>
        <source>VOLUME specified can not be an empty string</source>
        <translation>VOLUME no puede ser un texto vacío</translation>
    </message>
    <message>
        <source>Values of ARG and ENV can be read by everybody who has the image</source>
        <translation>Quien tenga la imagen puede leer los valores de ARG y ENV</translation>
    </message>
    <message>
        <source>Variables should be defined before their use</source>
        <translation>Las variables deberían definirse antes de usarse</translation>
    </message>
    <message>
        <source>WORKDIR changes the folder for all later steps; a cd lasts for one RUN</source>
        <translation>WORKDIR cambia la carpeta para todos los pasos siguientes; un cd dura un solo RUN</translation>
    </message>
    <message>
        <source>WORKDIR takes an absolute path, so that it does not depend on the base image</source>
        <translation>WORKDIR lleva una ruta absoluta, para no depender de la imagen base</translation>
    </message>
    <message>
        <source>Where the program does not need it: RUN chmod a-s %1</source>
        <translation>Si el programa no lo necesita: RUN chmod a-s %1</translation>
    </message>
    <message>
        <source>Without the program &apos;docker&apos; an image is loaded under a name alone; give one with -t</source>
        <translation>Sin el programa «docker» una imagen solo se carga con un nombre; dé uno con -t</translation>
    </message>
    <message>
        <source>Write # check=skip=RULE,RULE;error=true.</source>
        <translation>Escriba # check=skip=REGLA,REGLA;error=true.</translation>
    </message>
    <message>
        <source>Write # escape=` or # escape=\.</source>
        <translation>Escriba # escape=` o # escape=\.</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>Escribir %1</translation>
    </message>
    <message>
        <source>Write %1 %2=value.</source>
        <translation>Escriba %1 %2=valor.</translation>
    </message>
    <message>
        <source>Write %1 as an absolute path.</source>
        <translation>Escriba %1 como ruta absoluta.</translation>
    </message>
    <message>
        <source>Write %1 if the stage is meant, for %2 is an image.</source>
        <translation>Escriba %1 si se refiere a la etapa, pues %2 es una imagen.</translation>
    </message>
    <message>
        <source>Write %1 into .dockerignore</source>
        <translation>Escriba %1 en .dockerignore</translation>
    </message>
    <message>
        <source>Write %1 into .dockerignore, and let the image install its own</source>
        <translation>Escriba %1 en .dockerignore y deje que la imagen instale los suyos</translation>
    </message>
    <message>
        <source>Write %1, for here %2 is an image and not the stage.</source>
        <translation>Escriba %1, pues aquí %2 es una imagen y no la etapa.</translation>
    </message>
    <message>
        <source>Write FROM image, or FROM image AS name.</source>
        <translation>Escriba FROM imagen, o FROM imagen AS nombre.</translation>
    </message>
    <message>
        <source>Write HEALTHCHECK CMD command.</source>
        <translation>Escriba HEALTHCHECK CMD orden.</translation>
    </message>
    <message>
        <source>Write a URL in label %1.</source>
        <translation>Escriba una URL en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write a git hash in label %1.</source>
        <translation>Escriba un hash de git en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write a licence identifier like Apache-2.0 in label %1.</source>
        <translation>Escriba un identificador de licencia como Apache-2.0 en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write a number with a unit, for example 30s or 1m30s.</source>
        <translation>Escriba un número con unidad, por ejemplo 30s o 1m30s.</translation>
    </message>
    <message>
        <source>Write a time like 2025-01-31T12:00:00Z in label %1.</source>
        <translation>Escriba una hora como 2025-01-31T12:00:00Z en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write a version like 1.2.3 in label %1.</source>
        <translation>Escriba una versión como 1.2.3 en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write an address like name@example.org in label %1.</source>
        <translation>Escriba una dirección como name@example.org en la etiqueta %1.</translation>
    </message>
    <message>
        <source>Write it as a list, for example: %1</source>
        <translation>Escríbalo como lista, por ejemplo: %1</translation>
    </message>
    <message>
        <source>Write it in lower case</source>
        <translation>Escribirlo en minúsculas</translation>
    </message>
    <message>
        <source>Write it like linux/amd64.</source>
        <translation>Escríbala como linux/amd64.</translation>
    </message>
    <message>
        <source>Write it like name:tag, in lower case.</source>
        <translation>Escríbalo como nombre:etiqueta, en minúsculas.</translation>
    </message>
    <message>
        <source>Write key=value</source>
        <translation>Escribir clave=valor</translation>
    </message>
    <message>
        <source>Write label %1 in lower case with dots and dashes, outside reserved namespaces.</source>
        <translation>Escriba la etiqueta %1 en minúsculas con puntos y guiones, fuera de los espacios reservados.</translation>
    </message>
    <message>
        <source>Write one ADD for each source.</source>
        <translation>Escriba un ADD para cada origen.</translation>
    </message>
    <message>
        <source>Write the list as JSON, with double quotes, commas and both brackets: as it stands it is plain words.</source>
        <translation>Escriba la lista en JSON, con comillas dobles, comas y los dos corchetes: tal como está, son palabras sueltas.</translation>
    </message>
    <message>
        <source>Write what to copy and where to: %1 source destination.</source>
        <translation>Escriba qué copiar y adónde: %1 origen destino.</translation>
    </message>
    <message>
        <source>Your kernel forbids user namespaces to ordinary users. As administrator: sysctl -w kernel.unprivileged_userns_clone=1, and to keep it: put kernel.unprivileged_userns_clone=1 in /etc/sysctl.d/60-userns.conf.</source>
        <translation>Su núcleo prohíbe los espacios de usuarios a los usuarios corrientes. Como administrador: sysctl -w kernel.unprivileged_userns_clone=1, y para conservarlo: ponga kernel.unprivileged_userns_clone=1 en /etc/sysctl.d/60-userns.conf.</translation>
    </message>
    <message>
        <source>a %1 mount needs a target: add target=/path</source>
        <translation>un montaje de tipo %1 necesita un destino: añada target=/ruta</translation>
    </message>
    <message>
        <source>a cache record cannot be read</source>
        <translation>no se puede leer un registro de la caché</translation>
    </message>
    <message>
        <source>a command needs &apos;run&apos;</source>
        <translation>una orden necesita «run»</translation>
    </message>
    <message>
        <source>a command needs at least its program</source>
        <translation>una orden necesita al menos su programa</translation>
    </message>
    <message>
        <source>a command test needs &apos;command&apos;</source>
        <translation>una prueba de orden necesita «command»</translation>
    </message>
    <message>
        <source>a commit came without its file</source>
        <translation>un guardado de capa llegó sin su archivo</translation>
    </message>
    <message>
        <source>a copy could not be laid out</source>
        <translation>no se pudo preparar una copia</translation>
    </message>
    <message>
        <source>a file needs its path</source>
        <translation>un archivo necesita su ruta</translation>
    </message>
    <message>
        <source>a job of the sandbox process died (status %1)</source>
        <translation>murió un trabajo del proceso aislado (estado %1)</translation>
    </message>
    <message>
        <source>a key is a word</source>
        <translation>una clave es una palabra</translation>
    </message>
    <message>
        <source>a label is text, rfc3339, semver, url, hash, spdx or email, not %1</source>
        <translation>una etiqueta es text, rfc3339, semver, url, hash, spdx o email, no %1</translation>
    </message>
    <message>
        <source>a list is expected here</source>
        <translation>aquí se espera una lista</translation>
    </message>
    <message>
        <source>a malformed request: %1</source>
        <translation>petición mal formada: %1</translation>
    </message>
    <message>
        <source>a message of the sandbox process has no readable body</source>
        <translation>un mensaje del proceso aislado no tiene contenido legible</translation>
    </message>
    <message>
        <source>a message of the sandbox process is incomplete</source>
        <translation>un mensaje del proceso aislado está incompleto</translation>
    </message>
    <message>
        <source>a message of the sandbox process lost its body</source>
        <translation>un mensaje del proceso aislado perdió su contenido</translation>
    </message>
    <message>
        <source>a mount cannot have the target &apos;/&apos;</source>
        <translation>un montaje no puede tener «/» como destino</translation>
    </message>
    <message>
        <source>a mount cannot replace the root directory</source>
        <translation>un montaje no puede sustituir a la carpeta raíz</translation>
    </message>
    <message>
        <source>a name is needed to push: give one with -t, or as name= of the output</source>
        <translation>para subir hace falta un nombre: dé uno con -t, o como name= de la salida</translation>
    </message>
    <message>
        <source>a number is expected here</source>
        <translation>aquí se espera un número</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>hay una comilla sin cerrar</translation>
    </message>
    <message>
        <source>a quote stands inside a field that does not begin with one</source>
        <translation>hay una comilla dentro de un campo que no empieza con ella</translation>
    </message>
    <message>
        <source>a quoted field goes on behind its quote</source>
        <translation>un campo entre comillas sigue detrás de su comilla</translation>
    </message>
    <message>
        <source>a reply of the sandbox process was taken before it came</source>
        <translation>se tomó una respuesta del proceso aislado antes de que llegara</translation>
    </message>
    <message>
        <source>a request to run a process is malformed: %1</source>
        <translation>una petición de ejecutar un proceso está mal formada: %1</translation>
    </message>
    <message>
        <source>a substitution gives more than %1 MB of text</source>
        <translation>una sustitución da más de %1 MB de texto</translation>
    </message>
    <message>
        <source>a text is expected here</source>
        <translation>aquí se espera un texto</translation>
    </message>
    <message>
        <source>a text or a list of texts is expected here</source>
        <translation>aquí se espera un texto o una lista de textos</translation>
    </message>
    <message>
        <source>a time such as 30s or 2m is expected here</source>
        <translation>aquí se espera un tiempo como 30s o 2m</translation>
    </message>
    <message>
        <source>a value is a text, null, or {matches: PATTERN}</source>
        <translation>un valor es un texto, null o {matches: PATRÓN}</translation>
    </message>
    <message>
        <source>a variable has a key and a value</source>
        <translation>una variable tiene clave y valor</translation>
    </message>
    <message>
        <source>all private copies of the cache mount %1 are in use</source>
        <translation>todas las copias privadas del montaje de caché %1 están en uso</translation>
    </message>
    <message>
        <source>an ONBUILD trigger of the base image copies from &apos;%1&apos;, which is not built before this line</source>
        <translation>un disparador ONBUILD de la imagen base copia de «%1», que no se construye antes de esta línea</translation>
    </message>
    <message>
        <source>apt is for people; its interface is not stable for scripts</source>
        <translation>apt es para personas; su interfaz no es estable para scripts</translation>
    </message>
    <message>
        <source>apt-get asks before it installs, and nobody answers</source>
        <translation>apt-get pregunta antes de instalar y nadie responde</translation>
    </message>
    <message>
        <source>archives</source>
        <translation>archivos comprimidos</translation>
    </message>
    <message>
        <source>assertions are a map: files, env, user, ports, commands, ..</source>
        <translation>las comprobaciones son un mapa: files, env, user, ports, commands, ..</translation>
    </message>
    <message>
        <source>both source and id can&apos;t be set</source>
        <translation>no se pueden indicar source e id a la vez</translation>
    </message>
    <message>
        <source>branch conflicts with tag</source>
        <translation>la rama se contradice con la etiqueta</translation>
    </message>
    <message>
        <source>cannot become root of the user namespace</source>
        <translation>no se puede ser root en el espacio de usuarios</translation>
    </message>
    <message>
        <source>cannot bring the loopback device up</source>
        <translation>no se puede activar el dispositivo de red local</translation>
    </message>
    <message>
        <source>cannot copy a directory to %1, which is not a directory</source>
        <translation>no se puede copiar una carpeta a %1, que no es una carpeta</translation>
    </message>
    <message>
        <source>cannot copy a file to %1, which is a directory</source>
        <translation>no se puede copiar un archivo a %1, que es una carpeta</translation>
    </message>
    <message>
        <source>cannot copy from stage &apos;%1&apos;: it needs to be defined before the current stage &apos;%2&apos;</source>
        <translation>no se puede copiar de la etapa «%1»: debe estar antes de la etapa «%2»</translation>
    </message>
    <message>
        <source>cannot delete %1</source>
        <translation>no se puede borrar %1</translation>
    </message>
    <message>
        <source>cannot discard %1</source>
        <translation>no se puede descartar %1</translation>
    </message>
    <message>
        <source>cannot enter %1</source>
        <translation>no se puede entrar en %1</translation>
    </message>
    <message>
        <source>cannot enter /</source>
        <translation>no se puede entrar en /</translation>
    </message>
    <message>
        <source>cannot enter the container&apos;s network</source>
        <translation>no se puede entrar en la red del contenedor</translation>
    </message>
    <message>
        <source>cannot expand &apos;%1&apos;: %2</source>
        <translation>no se puede expandir «%1»: %2</translation>
    </message>
    <message>
        <source>cannot fetch %1: %2</source>
        <translation>no se puede descargar %1: %2</translation>
    </message>
    <message>
        <source>cannot fetch %1: invalid response status %2</source>
        <translation>no se puede descargar %1: el servidor respondió con el estado %2</translation>
    </message>
    <message>
        <source>cannot fetch the git repository %1: %2</source>
        <translation>no se puede descargar el repositorio git %1: %2</translation>
    </message>
    <message>
        <source>cannot give the secret at %1 to %2:%3</source>
        <translation>no se puede dar el secreto de %1 a %2:%3</translation>
    </message>
    <message>
        <source>cannot hear the sandbox process</source>
        <translation>no se puede oír al proceso aislado</translation>
    </message>
    <message>
        <source>cannot keep %1</source>
        <translation>no se puede conservar %1</translation>
    </message>
    <message>
        <source>cannot keep the input</source>
        <translation>no se puede guardar la entrada</translation>
    </message>
    <message>
        <source>cannot keep what was fetched</source>
        <translation>no se puede guardar lo descargado</translation>
    </message>
    <message>
        <source>cannot leave the chroot that this program runs in</source>
        <translation>no se puede salir del chroot en que se ejecuta este programa</translation>
    </message>
    <message>
        <source>cannot lock %1</source>
        <translation>no se puede bloquear %1</translation>
    </message>
    <message>
        <source>cannot look at %1</source>
        <translation>no se puede consultar %1</translation>
    </message>
    <message>
        <source>cannot look at a file</source>
        <translation>no se puede consultar un archivo</translation>
    </message>
    <message>
        <source>cannot make %1</source>
        <translation>no se puede crear %1</translation>
    </message>
    <message>
        <source>cannot make a memory file for a message</source>
        <translation>no se puede crear en memoria el archivo de un mensaje</translation>
    </message>
    <message>
        <source>cannot make a mount namespace</source>
        <translation>no se puede crear un espacio de montajes</translation>
    </message>
    <message>
        <source>cannot make a network namespace</source>
        <translation>no se puede crear un espacio de red</translation>
    </message>
    <message>
        <source>cannot make a pipe</source>
        <translation>no se puede crear una tubería</translation>
    </message>
    <message>
        <source>cannot make a socket</source>
        <translation>no se puede crear un socket</translation>
    </message>
    <message>
        <source>cannot make a temporary file in %1</source>
        <translation>no se puede crear un archivo temporal en %1</translation>
    </message>
    <message>
        <source>cannot make a user namespace</source>
        <translation>no se puede crear un espacio de usuarios</translation>
    </message>
    <message>
        <source>cannot make mount and process namespaces</source>
        <translation>no se pueden crear los espacios de montajes y de procesos</translation>
    </message>
    <message>
        <source>cannot make the cache mount %1: %2</source>
        <translation>no se puede crear el montaje de caché %1: %2</translation>
    </message>
    <message>
        <source>cannot make the directory %1</source>
        <translation>no se puede crear la carpeta %1</translation>
    </message>
    <message>
        <source>cannot make the directory /%1</source>
        <translation>no se puede crear la carpeta /%1</translation>
    </message>
    <message>
        <source>cannot make the mount point %1</source>
        <translation>no se puede crear el punto de montaje %1</translation>
    </message>
    <message>
        <source>cannot make the mounts private</source>
        <translation>no se pueden hacer privados los montajes</translation>
    </message>
    <message>
        <source>cannot make the socket %1</source>
        <translation>no se puede crear el socket %1</translation>
    </message>
    <message>
        <source>cannot make the working directory %1</source>
        <translation>no se puede crear la carpeta de trabajo %1</translation>
    </message>
    <message>
        <source>cannot map a file</source>
        <translation>no se puede proyectar un archivo en memoria</translation>
    </message>
    <message>
        <source>cannot measure %1</source>
        <translation>no se puede medir %1</translation>
    </message>
    <message>
        <source>cannot mount /proc</source>
        <translation>no se puede montar /proc</translation>
    </message>
    <message>
        <source>cannot mount a tmpfs on %1</source>
        <translation>no se puede montar un tmpfs en %1</translation>
    </message>
    <message>
        <source>cannot mount an overlay on %1 (%2): %3</source>
        <translation>no se puede montar overlayfs sobre %1 (%2): %3</translation>
    </message>
    <message>
        <source>cannot mount the root file system again</source>
        <translation>no se puede volver a montar el sistema de archivos raíz</translation>
    </message>
    <message>
        <source>cannot move the unpacked layer to %1</source>
        <translation>no se puede mover la capa extraída a %1</translation>
    </message>
    <message>
        <source>cannot name the layer tree %1</source>
        <translation>no se puede nombrar el árbol de la capa %1</translation>
    </message>
    <message>
        <source>cannot open %1</source>
        <translation>no se puede abrir %1</translation>
    </message>
    <message>
        <source>cannot open %1 %2</source>
        <translation>no se puede abrir %1 %2</translation>
    </message>
    <message>
        <source>cannot open the directory %1</source>
        <translation>no se puede abrir la carpeta %1</translation>
    </message>
    <message>
        <source>cannot open the layer %1</source>
        <translation>no se puede abrir la capa %1</translation>
    </message>
    <message>
        <source>cannot open the root file system</source>
        <translation>no se puede abrir el sistema de archivos raíz</translation>
    </message>
    <message>
        <source>cannot put the cgroup2 tree in the place of the mixed one</source>
        <translation>no se puede poner el árbol cgroup2 en lugar del mixto</translation>
    </message>
    <message>
        <source>cannot reach %1</source>
        <translation>no se llega a %1</translation>
    </message>
    <message>
        <source>cannot reach the socket %1</source>
        <translation>no se llega al socket %1</translation>
    </message>
    <message>
        <source>cannot read %1</source>
        <translation>no se puede leer %1</translation>
    </message>
    <message>
        <source>cannot read a message</source>
        <translation>no se puede leer un mensaje</translation>
    </message>
    <message>
        <source>cannot read the change of %1</source>
        <translation>no se puede leer el cambio de %1</translation>
    </message>
    <message>
        <source>cannot read the changes in %1</source>
        <translation>no se pueden leer los cambios de %1</translation>
    </message>
    <message>
        <source>cannot read the directory %1</source>
        <translation>no se puede leer la carpeta %1</translation>
    </message>
    <message>
        <source>cannot read the ignore file %1</source>
        <translation>no se puede leer el archivo de exclusiones %1</translation>
    </message>
    <message>
        <source>cannot read the input</source>
        <translation>no se puede leer la entrada</translation>
    </message>
    <message>
        <source>cannot read the layer again for its sparse files</source>
        <translation>no se puede leer otra vez la capa para sus archivos dispersos</translation>
    </message>
    <message>
        <source>cannot read the link %1</source>
        <translation>no se puede leer el enlace %1</translation>
    </message>
    <message>
        <source>cannot read the unpacked archive</source>
        <translation>no se puede leer el archivo comprimido ya extraído</translation>
    </message>
    <message>
        <source>cannot see the loopback device</source>
        <translation>no se ve el dispositivo de red local</translation>
    </message>
    <message>
        <source>cannot set the mode of %1</source>
        <translation>no se pueden poner los permisos de %1</translation>
    </message>
    <message>
        <source>cannot set the mode of the socket %1</source>
        <translation>no se pueden poner los permisos del socket %1</translation>
    </message>
    <message>
        <source>cannot set the owner of %1</source>
        <translation>no se puede poner el propietario de %1</translation>
    </message>
    <message>
        <source>cannot set the owner of the socket %1</source>
        <translation>no se puede poner el propietario del socket %1</translation>
    </message>
    <message>
        <source>cannot set the owner of the working directory %1</source>
        <translation>no se puede poner el propietario de la carpeta de trabajo %1</translation>
    </message>
    <message>
        <source>cannot start %1</source>
        <translation>no se puede iniciar %1</translation>
    </message>
    <message>
        <source>cannot start a process</source>
        <translation>no se puede iniciar un proceso</translation>
    </message>
    <message>
        <source>cannot start newuidmap</source>
        <translation>no se puede iniciar newuidmap</translation>
    </message>
    <message>
        <source>cannot start slirp4netns</source>
        <translation>no se puede iniciar slirp4netns</translation>
    </message>
    <message>
        <source>cannot start the id mapper</source>
        <translation>no se puede iniciar el asignador de identificadores</translation>
    </message>
    <message>
        <source>cannot start the network&apos;s process</source>
        <translation>no se puede iniciar el proceso de la red</translation>
    </message>
    <message>
        <source>cannot talk to the sandbox process</source>
        <translation>no se puede hablar con el proceso aislado</translation>
    </message>
    <message>
        <source>cannot unpack %1: %2</source>
        <translation>no se puede extraer %1: %2</translation>
    </message>
    <message>
        <source>cannot unpack %1: its owner %2:%3 is outside of your subordinate ids; give yourself more of them in /etc/subuid and /etc/subgid (65536 are usual)</source>
        <translation>no se puede extraer %1: su propietario %2:%3 queda fuera de sus identificadores subordinados; asígnese más en /etc/subuid y /etc/subgid (lo normal son 65536)</translation>
    </message>
    <message>
        <source>cannot wait for the process&apos;s output</source>
        <translation>no se puede esperar la salida del proceso</translation>
    </message>
    <message>
        <source>cannot watch a process</source>
        <translation>no se puede vigilar un proceso</translation>
    </message>
    <message>
        <source>cannot write %1</source>
        <translation>no se puede escribir %1</translation>
    </message>
    <message>
        <source>cannot write a message</source>
        <translation>no se puede escribir un mensaje</translation>
    </message>
    <message>
        <source>cannot write the unpacked archive</source>
        <translation>no se puede escribir el archivo comprimido ya extraído</translation>
    </message>
    <message>
        <source>checksum can&apos;t be specified for multiple sources</source>
        <translation>no se puede indicar checksum para varios orígenes</translation>
    </message>
    <message>
        <source>checksum mismatch &quot;%1&quot; != &quot;%2&quot;</source>
        <translation>las sumas no coinciden: «%1» y «%2»</translation>
    </message>
    <message>
        <source>checksum requires HTTP(S) or Git sources</source>
        <translation>checksum solo vale para orígenes HTTP(S) o Git</translation>
    </message>
    <message>
        <source>circular dependency detected on stage: %1</source>
        <translation>dependencia circular en la etapa %1</translation>
    </message>
    <message>
        <source>compression-level=%1 is not a whole number</source>
        <translation>compression-level=%1 no es un número entero</translation>
    </message>
    <message>
        <source>compression-level=%1 is out of range: gzip takes 0 to 9, zstd 0 to 22</source>
        <translation>compression-level=%1 está fuera de rango: gzip admite de 0 a 9 y zstd de 0 a 22</translation>
    </message>
    <message>
        <source>compression=%1 is not known: use uncompressed, gzip or zstd</source>
        <translation>compression=%1 no se conoce: use uncompressed, gzip o zstd</translation>
    </message>
    <message>
        <source>compression=%1 is not made here: use uncompressed, gzip or zstd</source>
        <translation>compression=%1 no se hace aquí: use uncompressed, gzip o zstd</translation>
    </message>
    <message>
        <source>context canceled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>crun is not installed.</source>
        <translation>crun no está instalado.</translation>
    </message>
    <message>
        <source>crun, which runs the processes, is not installed: sudo apt install crun</source>
        <translation>crun, que ejecuta los procesos, no está instalado: sudo apt install crun</translation>
    </message>
    <message>
        <source>debug symbols</source>
        <translation>símbolos de depuración</translation>
    </message>
    <message>
        <source>digest mismatch for %1: it is %2, --checksum says %3</source>
        <translation>el resumen de %1 no coincide: es %2 y --checksum dice %3</translation>
    </message>
    <message>
        <source>dnf asks before it installs, and nobody answers</source>
        <translation>dnf pregunta antes de instalar y nadie responde</translation>
    </message>
    <message>
        <source>dockerfile contains no stages to build</source>
        <translation>el Dockerfile no tiene etapas que construir</translation>
    </message>
    <message>
        <source>dockerfile line greater than max allowed size of %1</source>
        <translation>la línea del Dockerfile supera el máximo de %1 bytes</translation>
    </message>
    <message>
        <source>documentation</source>
        <translation>documentación</translation>
    </message>
    <message>
        <source>dumps of crashed programs</source>
        <translation>volcados de programas fallidos</translation>
    </message>
    <message>
        <source>duplicate flag specified: --%1</source>
        <translation>opción repetida: --%1</translation>
    </message>
    <message>
        <source>expected checksum of %1 to match %2, got %3</source>
        <translation>se esperaba que la suma de %1 fuera %2, pero es %3</translation>
    </message>
    <message>
        <source>expected checksum of %1 to match %2, got %3 or %4</source>
        <translation>se esperaba que la suma de %1 fuera %2, pero es %3 o %4</translation>
    </message>
    <message>
        <source>expecting boolean value for flag --%1, not: %2</source>
        <translation>la opción --%1 espera true o false, no: %2</translation>
    </message>
    <message>
        <source>failed to parse check option %1: error is true or false</source>
        <translation>no se entiende la opción de check %1: error es true o false</translation>
    </message>
    <message>
        <source>failed to parse csv mounts: %1</source>
        <translation>no se entienden las opciones del montaje: %1</translation>
    </message>
    <message>
        <source>failed to process %1: %2</source>
        <translation>no se entiende %1: %2</translation>
    </message>
    <message>
        <source>failure-threshold is error, warning, info, style or none</source>
        <translation>failure-threshold es error, warning, info, style o none</translation>
    </message>
    <message>
        <source>file with no instructions</source>
        <translation>archivo sin instrucciones</translation>
    </message>
    <message>
        <source>git is not installed on this computer, and %1 needs it: install git</source>
        <translation>git no está instalado en este equipo y %1 lo necesita: instale git</translation>
    </message>
    <message>
        <source>headers of libraries</source>
        <translation>cabeceras de bibliotecas</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>en %1</translation>
    </message>
    <message>
        <source>in %1: %2</source>
        <translation>en %1: %2</translation>
    </message>
    <message>
        <source>in its submodules</source>
        <translation>en sus submódulos</translation>
    </message>
    <message>
        <source>in the git repository %1, %2 is not a directory</source>
        <translation>en el repositorio git %1, %2 no es una carpeta</translation>
    </message>
    <message>
        <source>inconsistent keep-git-dir configuration</source>
        <translation>la configuración de keep-git-dir se contradice</translation>
    </message>
    <message>
        <source>invalid %1 value: &quot;%2&quot;</source>
        <translation>valor no válido de %1: «%2»</translation>
    </message>
    <message>
        <source>invalid cache sharing set for %1 mount</source>
        <translation>sharing no vale para un montaje de tipo %1</translation>
    </message>
    <message>
        <source>invalid check option %1</source>
        <translation>opción de check no válida: %1</translation>
    </message>
    <message>
        <source>invalid commit &quot;%1&quot;: give the beginning of a commit id in hexadecimal digits</source>
        <translation>commit no válido «%1»: dé el principio de un identificador en cifras hexadecimales</translation>
    </message>
    <message>
        <source>invalid escape token &apos;%1&apos; does not match ` or \</source>
        <translation>carácter de escape «%1» no válido: no es ` ni \</translation>
    </message>
    <message>
        <source>invalid field &apos;%1&apos; must be a key=value pair</source>
        <translation>el campo «%1» no es válido: debe ser clave=valor</translation>
    </message>
    <message>
        <source>invalid mtime value: &quot;%1&quot; (checkout or commit)</source>
        <translation>valor no válido de mtime: «%1» (checkout o commit)</translation>
    </message>
    <message>
        <source>invalid name for build stage: %1, name can&apos;t start with a number or contain symbols</source>
        <translation>nombre de etapa no válido: %1; no puede empezar por un número ni contener símbolos</translation>
    </message>
    <message>
        <source>invalid network mode: %1</source>
        <translation>modo de red no válido: %1</translation>
    </message>
    <message>
        <source>invalid pattern (%1) in substitution: invalid escape &apos;%2&apos;</source>
        <translation>patrón no válido (%1) en la sustitución: escape «%2» no válido</translation>
    </message>
    <message>
        <source>invalid secret mount. one of source, target required</source>
        <translation>montaje de secreto no válido: hace falta source o target</translation>
    </message>
    <message>
        <source>invalid value %1 for %2</source>
        <translation>valor %1 no válido para %2</translation>
    </message>
    <message>
        <source>invalid value &apos;%1&apos; for the mount option %2</source>
        <translation>valor «%1» no válido para la opción de montaje %2</translation>
    </message>
    <message>
        <source>invalid value &apos;%1&apos; for the mount option size</source>
        <translation>valor «%1» no válido para la opción de montaje size</translation>
    </message>
    <message>
        <source>invalid value for %1: %2</source>
        <translation>valor no válido para %1: %2</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>no se puede abrir</translation>
    </message>
    <message>
        <source>it is there, but %1 line %2 excludes it: %3</source>
        <translation>existe, pero %1 lo excluye en la línea %2: %3</translation>
    </message>
    <message>
        <source>it needs %1=FOLDER</source>
        <translation>falta %1=CARPETA</translation>
    </message>
    <message>
        <source>it needs ref=NAME</source>
        <translation>falta ref=NOMBRE</translation>
    </message>
    <message>
        <source>it tells no visible bytes; &apos;stw layers IMAGE --format json&apos; writes a baseline</source>
        <translation>no indica los bytes visibles; «stw layers IMAGEN --format json» escribe una referencia</translation>
    </message>
    <message>
        <source>libarchive cannot be used</source>
        <translation>no se puede usar libarchive</translation>
    </message>
    <message>
        <source>libcurl cannot be used</source>
        <translation>no se puede usar libcurl</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>línea %1</translation>
    </message>
    <message>
        <source>line %1 of the ignore file is too long</source>
        <translation>la línea %1 del archivo de exclusiones es demasiado larga</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>línea %1: %2</translation>
    </message>
    <message>
        <source>lint violation found for rules: %1</source>
        <translation>se han incumplido estas reglas: %1</translation>
    </message>
    <message>
        <source>logs</source>
        <translation>registros</translation>
    </message>
    <message>
        <source>missing a value on flag: --%1</source>
        <translation>falta el valor de la opción --%1</translation>
    </message>
    <message>
        <source>mode=%1 is not known: use copy or delete</source>
        <translation>mode=%1 no se conoce: use copy o delete</translation>
    </message>
    <message>
        <source>mode=%1 is not known: use min or max</source>
        <translation>mode=%1 no se conoce: use min o max</translation>
    </message>
    <message>
        <source>mode=%1 is not known: use mode=min or mode=max</source>
        <translation>No se conoce mode=%1: use mode=min o mode=max</translation>
    </message>
    <message>
        <source>mode=delete would delete this computer&apos;s files: give a folder as dest</source>
        <translation>mode=delete borraría los archivos de este equipo: indique una carpeta en dest</translation>
    </message>
    <message>
        <source>newuidmap is not privileged: sudo apt reinstall uidmap.</source>
        <translation>newuidmap no tiene privilegios: sudo apt reinstall uidmap.</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>no build stage in current context</source>
        <translation>aquí no hay ninguna etapa</translation>
    </message>
    <message>
        <source>no container with a network of its own is running</source>
        <translation>no hay en marcha ningún contenedor con red propia</translation>
    </message>
    <message>
        <source>no operation</source>
        <translation>sin operación</translation>
    </message>
    <message>
        <source>no subordinate ids in /etc/subuid and /etc/subgid</source>
        <translation>no hay identificadores subordinados en /etc/subuid y /etc/subgid</translation>
    </message>
    <message>
        <source>no_new_privs is set.</source>
        <translation>no_new_privs está activado.</translation>
    </message>
    <message>
        <source>node_modules of the context was copied into the image</source>
        <translation>Se copió a la imagen node_modules del contexto</translation>
    </message>
    <message>
        <source>not a 128-bit hash</source>
        <translation>no es un hash de 128 bits</translation>
    </message>
    <message>
        <source>not valid JSON: &apos;%1&apos;</source>
        <translation>JSON no válido: «%1»</translation>
    </message>
    <message>
        <source>nothing answers on port %1 of the container</source>
        <translation>nadie responde en el puerto %1 del contenedor</translation>
    </message>
    <message>
        <source>one document is expected</source>
        <translation>se espera un solo documento</translation>
    </message>
    <message>
        <source>only one %1 parser directive can be used</source>
        <translation>la directiva %1 solo puede usarse una vez</translation>
    </message>
    <message>
        <source>only schema version 2.0.0 is known</source>
        <translation>solo se conoce la versión 2.0.0 del esquema</translation>
    </message>
    <message>
        <source>opening &apos;%1&apos;</source>
        <translation>al abrir «%1»</translation>
    </message>
    <message>
        <source>opening the store</source>
        <translation>al abrir el almacén</translation>
    </message>
    <message>
        <source>override knows error, warning, info and style, not %1</source>
        <translation>override conoce error, warning, info y style, no %1</translation>
    </message>
    <message>
        <source>pasta does not work here</source>
        <translation>pasta no funciona aquí</translation>
    </message>
    <message>
        <source>pasta is not installed</source>
        <translation>pasta no está instalado</translation>
    </message>
    <message>
        <source>process %1 did not complete successfully: exit code: %2</source>
        <translation>el proceso %1 no terminó bien: código de salida %2</translation>
    </message>
    <message>
        <source>query &quot;%1&quot; has multiple values</source>
        <translation>la consulta «%1» tiene varios valores</translation>
    </message>
    <message>
        <source>query &quot;%1&quot; has no value</source>
        <translation>la consulta «%1» no tiene valor</translation>
    </message>
    <message>
        <source>reading &apos;%1&apos;</source>
        <translation>al leer «%1»</translation>
    </message>
    <message>
        <source>reading the layer %1</source>
        <translation>al leer la capa %1</translation>
    </message>
    <message>
        <source>ref conflicts: &quot;%1&quot; vs &quot;%2&quot;</source>
        <translation>las referencias se contradicen: «%1» y «%2»</translation>
    </message>
    <message>
        <source>scratch and context mean something else as names</source>
        <translation>scratch y context significan otra cosa como nombres</translation>
    </message>
    <message>
        <source>secret %1: not found; give it with --secret id=%2,src=FILE</source>
        <translation>secreto %1: no encontrado; indíquelo con --secret id=%2,src=ARCHIVO</translation>
    </message>
    <message>
        <source>secret mount should not define sharing</source>
        <translation>un montaje de secreto no lleva sharing</translation>
    </message>
    <message>
        <source>secret mount should not have a from</source>
        <translation>un montaje de secreto no lleva from</translation>
    </message>
    <message>
        <source>security %1 is not valid</source>
        <translation>security %1 no es válido</translation>
    </message>
    <message>
        <source>several builds begin with %1: write more digits</source>
        <translation>varias construcciones empiezan por %1: escriba más cifras</translation>
    </message>
    <message>
        <source>skopeo failed without saying why</source>
        <translation>skopeo falló sin decir por qué</translation>
    </message>
    <message>
        <source>skopeo left no image behind</source>
        <translation>skopeo no dejó ninguna imagen</translation>
    </message>
    <message>
        <source>slirp4netns is not installed</source>
        <translation>slirp4netns no está instalado</translation>
    </message>
    <message>
        <source>source can&apos;t be a URL for COPY</source>
        <translation>el origen de COPY no puede ser una URL</translation>
    </message>
    <message>
        <source>source can&apos;t be a git ref for COPY</source>
        <translation>el origen de COPY no puede ser una referencia git</translation>
    </message>
    <message>
        <source>source maps</source>
        <translation>mapas de código fuente</translation>
    </message>
    <message>
        <source>ssh agent %1: not found; give it with --ssh %2</source>
        <translation>agente ssh %1: no encontrado; indíquelo con --ssh %2</translation>
    </message>
    <message>
        <source>ssh-agent could not be started in &apos;%1&apos;</source>
        <translation>no se pudo iniciar ssh-agent en «%1»</translation>
    </message>
    <message>
        <source>stage &apos;%1&apos;</source>
        <translation>la etapa «%1»</translation>
    </message>
    <message>
        <source>static libraries</source>
        <translation>bibliotecas estáticas</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>subdir conflicts: &quot;%1&quot; vs &quot;%2&quot;</source>
        <translation>las subcarpetas se contradicen: «%1» y «%2»</translation>
    </message>
    <message>
        <source>syntax error in pattern %1</source>
        <translation>error de sintaxis en el patrón %1</translation>
    </message>
    <message>
        <source>syntax error: bad substitution</source>
        <translation>error de sintaxis: sustitución incorrecta</translation>
    </message>
    <message>
        <source>syntax error: missing &apos;/&apos; in ${}</source>
        <translation>error de sintaxis: falta «/» en ${}</translation>
    </message>
    <message>
        <source>syntax error: missing &apos;}&apos;</source>
        <translation>error de sintaxis: falta «}»</translation>
    </message>
    <message>
        <source>syntax error: substitutions are nested too deeply</source>
        <translation>error de sintaxis: sustituciones demasiado anidadas</translation>
    </message>
    <message>
        <source>the Docker daemon does not answer; start it, or set DOCKER_HOST to where it listens (%1)</source>
        <translation>el demonio de Docker no responde; inícielo o ponga en DOCKER_HOST dónde escucha (%1)</translation>
    </message>
    <message>
        <source>the Dockerfile</source>
        <translation>el Dockerfile</translation>
    </message>
    <message>
        <source>the Dockerfile is too large</source>
        <translation>el Dockerfile es demasiado grande</translation>
    </message>
    <message>
        <source>the archive</source>
        <translation>el archivo comprimido</translation>
    </message>
    <message>
        <source>the archive cannot be read</source>
        <translation>no se puede leer el archivo comprimido</translation>
    </message>
    <message>
        <source>the archive cannot be unpacked</source>
        <translation>no se puede desempaquetar el archivo</translation>
    </message>
    <message>
        <source>the archive cannot be unpacked: %1</source>
        <translation>no se puede desempaquetar el archivo: %1</translation>
    </message>
    <message>
        <source>the archive has a hard link to %1, which is not in it</source>
        <translation>el archivo comprimido tiene un enlace duro a %1, que no está en él</translation>
    </message>
    <message>
        <source>the archive path %1 leads outside of the directory that it is unpacked to</source>
        <translation>la ruta %1 del archivo comprimido sale de la carpeta en que se extrae</translation>
    </message>
    <message>
        <source>the base image has an ONBUILD trigger that cannot be understood: %1</source>
        <translation>la imagen base tiene un disparador ONBUILD que no se entiende: %1</translation>
    </message>
    <message>
        <source>the base name &apos;%1&apos; expands to nothing</source>
        <translation>el nombre de la base «%1» queda vacío al expandirse</translation>
    </message>
    <message>
        <source>the build context</source>
        <translation>el contexto de construcción</translation>
    </message>
    <message>
        <source>the build context &apos;%1&apos;</source>
        <translation>el contexto de construcción «%1»</translation>
    </message>
    <message>
        <source>the build context &apos;%1&apos; has to be fetched first</source>
        <translation>antes hay que descargar el contexto de construcción «%1»</translation>
    </message>
    <message>
        <source>the build context &apos;%1&apos; is neither a directory nor an address: %2</source>
        <translation>el contexto de construcción «%1» no es ni una carpeta ni una dirección: %2</translation>
    </message>
    <message>
        <source>the build context, which is empty</source>
        <translation>el contexto de construcción, que está vacío</translation>
    </message>
    <message>
        <source>the build store %1 is on %2, which cannot hold layers with foreign owners; choose a local disk (ext4, xfs, btrfs), e.g. --store /var/tmp/stagewright</source>
        <translation>el almacén %1 está en %2, que no admite capas con propietarios ajenos; elija un disco local (ext4, xfs, btrfs), p. ej. --store /var/tmp/stagewright</translation>
    </message>
    <message>
        <source>the build store %1 lies on overlayfs (the root of a container), which cannot hold another overlay; choose a mounted volume for it</source>
        <translation>el almacén %1 está sobre overlayfs (la raíz de un contenedor), que no admite otra capa encima; elija para él un volumen montado</translation>
    </message>
    <message>
        <source>the bytes of a foreseen layer do not exist yet</source>
        <translation>los bytes de una capa prevista todavía no existen</translation>
    </message>
    <message>
        <source>the certificate bundle %1 cannot be read</source>
        <translation>no se pueden leer los certificados %1</translation>
    </message>
    <message>
        <source>the certificate of %1 is not trusted (%2); add its CA to the system&apos;s certificates or to /etc/containers/certs.d</source>
        <translation>no se confía en el certificado de %1 (%2); añada su CA a los certificados del sistema o a /etc/containers/certs.d</translation>
    </message>
    <message>
        <source>the checksum &apos;%1&apos; has not the %2 lower-case hexadecimal digits of %3</source>
        <translation>la suma «%1» no tiene las %2 cifras hexadecimales en minúsculas de %3</translation>
    </message>
    <message>
        <source>the checksum &apos;%1&apos; is no digest: write it like sha256:… with 64 hexadecimal digits</source>
        <translation>la suma «%1» no es un resumen: escríbala como sha256:… con 64 cifras hexadecimales</translation>
    </message>
    <message>
        <source>the container around this program masks /proc; start it with --security-opt systempaths=unconfined</source>
        <translation>el contenedor que rodea a este programa oculta /proc; inícielo con --security-opt systempaths=unconfined</translation>
    </message>
    <message>
        <source>the context %1</source>
        <translation>el contexto %1</translation>
    </message>
    <message>
        <source>the context %1 is neither a directory nor an address</source>
        <translation>el contexto %1 no es ni una carpeta ni una dirección</translation>
    </message>
    <message>
        <source>the context %1 was not fetched before, and a forecast uses no network: build it once</source>
        <translation>el contexto %1 no se ha descargado todavía y la previsión no usa la red: constrúyalo una vez</translation>
    </message>
    <message>
        <source>the descriptor of %1 has no valid size</source>
        <translation>el descriptor de %1 no tiene un tamaño válido</translation>
    </message>
    <message>
        <source>the digest %1 cannot be computed here</source>
        <translation>aquí no se puede calcular el resumen %1</translation>
    </message>
    <message>
        <source>the disk is full; free some space, for example with &apos;stw store prune&apos;</source>
        <translation>el disco está lleno; libere espacio, por ejemplo con «stw store prune»</translation>
    </message>
    <message>
        <source>the file &lt;&lt;%1 would be in a folder that is not there: name it without a slash</source>
        <translation>el archivo &lt;&lt;%1 estaría en una carpeta que no existe: dele un nombre sin barra</translation>
    </message>
    <message>
        <source>the file asserts nothing</source>
        <translation>el archivo no comprueba nada</translation>
    </message>
    <message>
        <source>the file has no stage to build: begin one with FROM IMAGE</source>
        <translation>el archivo no tiene ninguna etapa que construir: empiece una con FROM IMAGEN</translation>
    </message>
    <message>
        <source>the file system stores no extended attributes (%1); remount it with user_xattr or choose another disk</source>
        <translation>el sistema de archivos no guarda atributos extendidos (%1); vuelva a montarlo con user_xattr o elija otro disco</translation>
    </message>
    <message>
        <source>the git reference &quot;%1&quot; cannot begin with &apos;-&apos;</source>
        <translation>la referencia git «%1» no puede empezar por «-»</translation>
    </message>
    <message>
        <source>the git repository %1</source>
        <translation>el repositorio git %1</translation>
    </message>
    <message>
        <source>the git repository %1 does not contain ref %2</source>
        <translation>el repositorio git %1 no contiene la referencia %2</translation>
    </message>
    <message>
        <source>the git repository %1 has no commit %2</source>
        <translation>el repositorio git %1 no tiene el commit %2</translation>
    </message>
    <message>
        <source>the git repository %1 has no directory %2</source>
        <translation>el repositorio git %1 no tiene la carpeta %2</translation>
    </message>
    <message>
        <source>the heredoc name %1 can be read in two ways</source>
        <translation>el nombre del heredoc %1 se puede leer de dos maneras</translation>
    </message>
    <message>
        <source>the id maps cannot be written</source>
        <translation>no se pueden escribir las asignaciones de identificadores</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>la imagen</translation>
    </message>
    <message>
        <source>the image %1</source>
        <translation>la imagen %1</translation>
    </message>
    <message>
        <source>the image %1 was not resolved</source>
        <translation>la imagen %1 no se resolvió</translation>
    </message>
    <message>
        <source>the image configuration is not a JSON object</source>
        <translation>la configuración de la imagen no es un objeto JSON</translation>
    </message>
    <message>
        <source>the image index has no manifests</source>
        <translation>el índice de la imagen no tiene manifiestos</translation>
    </message>
    <message>
        <source>the image manifest has no config</source>
        <translation>el manifiesto de la imagen no tiene configuración</translation>
    </message>
    <message>
        <source>the kernel does not let an ordinary user mount overlayfs (it needs Linux 5.11 or later, and a container around this program that permits mounts)</source>
        <translation>el núcleo no deja a un usuario corriente montar overlayfs (hace falta Linux 5.11 o posterior, y que el contenedor que rodea a este programa permita montajes)</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; is not known in %2</source>
        <translation>no se conoce la clave «%1» en %2</translation>
    </message>
    <message>
        <source>the layer %1</source>
        <translation>la capa %1</translation>
    </message>
    <message>
        <source>the layer ends within %1</source>
        <translation>la capa termina dentro de %1</translation>
    </message>
    <message>
        <source>the layer tree %1 does not exist</source>
        <translation>no existe el árbol de la capa %1</translation>
    </message>
    <message>
        <source>the list of packages is made by Stagewright itself, no scanner image is run: leave generator out</source>
        <translation>la lista de paquetes la hace el propio Stagewright, no se ejecuta ninguna imagen analizadora: omita generator</translation>
    </message>
    <message>
        <source>the name of the socket %1 is too long</source>
        <translation>el nombre del socket %1 es demasiado largo</translation>
    </message>
    <message>
        <source>the named context &apos;%1&apos; means the stage &apos;%2&apos;, which is not built before this line</source>
        <translation>el contexto «%1» es la etapa «%2», que no se construye antes de esta línea</translation>
    </message>
    <message>
        <source>the owner %1 cannot be looked up, because nothing lies below this step that could have a passwd file: use numbers</source>
        <translation>no se puede buscar el propietario %1, porque debajo de este paso no hay nada que pueda tener un archivo passwd: use números</translation>
    </message>
    <message>
        <source>the platform &apos;%1&apos; expands to nothing</source>
        <translation>la plataforma «%1» queda vacía al expandirse</translation>
    </message>
    <message>
        <source>the program %1 does not start: %2</source>
        <translation>el programa %1 no se inicia: %2</translation>
    </message>
    <message>
        <source>the program %1 is missing; install Stagewright again</source>
        <translation>falta el programa %1; instale Stagewright de nuevo</translation>
    </message>
    <message>
        <source>the record of the build cannot be read</source>
        <translation>no se puede leer el registro de la construcción</translation>
    </message>
    <message>
        <source>the sandbox process and the program do not speak the same protocol</source>
        <translation>el proceso aislado y el programa no hablan el mismo protocolo</translation>
    </message>
    <message>
        <source>the sandbox process described this machine unreadably: %1</source>
        <translation>el proceso aislado describió este equipo de forma ilegible: %1</translation>
    </message>
    <message>
        <source>the sandbox process does not know this request</source>
        <translation>el proceso aislado no conoce esta petición</translation>
    </message>
    <message>
        <source>the sandbox process gave no index of the layer</source>
        <translation>el proceso aislado no dio el índice de la capa</translation>
    </message>
    <message>
        <source>the sandbox process gave no reason</source>
        <translation>el proceso aislado no dio motivo</translation>
    </message>
    <message>
        <source>the sandbox process passed no connection</source>
        <translation>el proceso aislado no entregó ninguna conexión</translation>
    </message>
    <message>
        <source>the sandbox&apos;s network process cannot be seen from here</source>
        <translation>desde aquí no se ve el proceso de red del entorno aislado</translation>
    </message>
    <message>
        <source>the secret &apos;%1&apos; cannot be read from %2</source>
        <translation>no se puede leer el secreto «%1» de %2</translation>
    </message>
    <message>
        <source>the secret &apos;%1&apos; comes from the variable %2, which is not set</source>
        <translation>el secreto «%1» viene de la variable %2, que no está definida</translation>
    </message>
    <message>
        <source>the signature policy of this machine refuses it (%1); see containers-policy.json(5)</source>
        <translation>la política de firmas de este equipo lo rechaza (%1); vea containers-policy.json(5)</translation>
    </message>
    <message>
        <source>the socket %1 does not exist</source>
        <translation>no existe el socket %1</translation>
    </message>
    <message>
        <source>the source %1 of the mount at %2 does not exist</source>
        <translation>no existe el origen %1 del montaje en %2</translation>
    </message>
    <message>
        <source>the stream ends before its contents do</source>
        <translation>los datos terminan antes de tiempo</translation>
    </message>
    <message>
        <source>the target stage &apos;%1&apos; is not in this file</source>
        <translation>la etapa de destino «%1» no está en este archivo</translation>
    </message>
    <message>
        <source>the text is longer than the %1 bytes allowed</source>
        <translation>el texto supera los %1 bytes permitidos</translation>
    </message>
    <message>
        <source>the user id %1 is above %2</source>
        <translation>el identificador de usuario %1 es mayor que %2</translation>
    </message>
    <message>
        <source>the value is empty</source>
        <translation>el valor está vacío</translation>
    </message>
    <message>
        <source>there is no %1 in the context %2: name one with -f</source>
        <translation>no hay %1 en el contexto %2: indique uno con -f</translation>
    </message>
    <message>
        <source>there is no attribute &apos;%1&apos;</source>
        <translation>no existe el atributo «%1»</translation>
    </message>
    <message>
        <source>there is no build context named %1</source>
        <translation>no hay ningún contexto de construcción llamado %1</translation>
    </message>
    <message>
        <source>there is no context to look at: name a directory</source>
        <translation>no hay contexto que mirar: indique una carpeta</translation>
    </message>
    <message>
        <source>there is no stage number %1: the stages are numbered 0 to %2</source>
        <translation>no hay etapa número %1: las etapas van de 0 a %2</translation>
    </message>
    <message>
        <source>there is no type: use type=provenance or type=sbom</source>
        <translation>falta el tipo: use type=provenance o type=sbom</translation>
    </message>
    <message>
        <source>there is no variant for this platform; choose another one with --platform</source>
        <translation>no hay variante para esta plataforma; elija otra con --platform</translation>
    </message>
    <message>
        <source>this build has no context to copy files from: name a directory</source>
        <translation>esta construcción no tiene contexto del que copiar archivos: indique una carpeta</translation>
    </message>
    <message>
        <source>this computer has no CA bundle that --host-ca could lend: install ca-certificates, or name one with SSL_CERT_FILE</source>
        <translation>este equipo no tiene certificados de CA que --host-ca pueda prestar: instale ca-certificates o indique unos con SSL_CERT_FILE</translation>
    </message>
    <message>
        <source>this is too much for a configuration file</source>
        <translation>es demasiado para un archivo de configuración</translation>
    </message>
    <message>
        <source>this kernel has no overlayfs; as administrator: modprobe overlay</source>
        <translation>este núcleo no tiene overlayfs; como administrador: modprobe overlay</translation>
    </message>
    <message>
        <source>this root file system has %1 layers and the kernel stacks %2 at most; merge some of them (copy the stage into a new one with COPY --from)</source>
        <translation>este sistema de archivos raíz tiene %1 capas y el núcleo apila %2 como mucho; una algunas (copie la etapa en una nueva con COPY --from)</translation>
    </message>
    <message>
        <source>time: invalid duration %1</source>
        <translation>duración no válida: %1</translation>
    </message>
    <message>
        <source>too many links on the way to %1</source>
        <translation>demasiados enlaces hasta %1</translation>
    </message>
    <message>
        <source>too many symbolic links at %1</source>
        <translation>demasiados enlaces simbólicos en %1</translation>
    </message>
    <message>
        <source>translations</source>
        <translation>traducciones</translation>
    </message>
    <message>
        <source>true or false is expected here</source>
        <translation>aquí se espera true o false</translation>
    </message>
    <message>
        <source>type=%1 is not known: use provenance or sbom</source>
        <translation>type=%1 no se conoce: use provenance o sbom</translation>
    </message>
    <message>
        <source>type=%1 is not known: use type=registry or type=local</source>
        <translation>No se conoce type=%1: use type=registry o type=local</translation>
    </message>
    <message>
        <source>type=%1 is not made here: use type=registry or type=local</source>
        <translation>type=%1 no se hace aquí: use type=registry o type=local</translation>
    </message>
    <message>
        <source>unable to find group %1: no matching entries in group file</source>
        <translation>no se encuentra el grupo %1: no está en el archivo group</translation>
    </message>
    <message>
        <source>unable to find the groups of %1: the image has no /etc/group; name user and group by number, as in 1000:1000</source>
        <translation>no se encuentran los grupos de %1: la imagen no tiene /etc/group; indique usuario y grupo por su número, como 1000:1000</translation>
    </message>
    <message>
        <source>unable to find user %1: no matching entries in passwd file</source>
        <translation>no se encuentra el usuario %1: no está en el archivo passwd</translation>
    </message>
    <message>
        <source>unable to find user %1: the image has no /etc/passwd; name user and group by number, as in 1000:1000</source>
        <translation>no se encuentra el usuario %1: la imagen no tiene /etc/passwd; indique usuario y grupo por su número, como 1000:1000</translation>
    </message>
    <message>
        <source>unexpected end of statement while looking for matching %1</source>
        <translation>la instrucción termina sin el %1 que la cierra</translation>
    </message>
    <message>
        <source>unexpected end of statement while looking for matching double-quote</source>
        <translation>la instrucción termina sin cerrar la comilla doble</translation>
    </message>
    <message>
        <source>unexpected end of statement while looking for matching single-quote</source>
        <translation>la instrucción termina sin cerrar la comilla simple</translation>
    </message>
    <message>
        <source>unexpected key &apos;%1&apos; for mount type &apos;%2&apos;</source>
        <translation>la clave «%1» no va con un montaje de tipo «%2»</translation>
    </message>
    <message>
        <source>unexpected key &apos;%1&apos; in &apos;%2&apos;</source>
        <translation>clave inesperada «%1» en «%2»</translation>
    </message>
    <message>
        <source>unexpected query &quot;%1&quot;</source>
        <translation>consulta inesperada: «%1»</translation>
    </message>
    <message>
        <source>unknown flag: --%1</source>
        <translation>opción desconocida: --%1</translation>
    </message>
    <message>
        <source>unknown instruction: %1</source>
        <translation>instrucción desconocida: %1</translation>
    </message>
    <message>
        <source>unknown key %1</source>
        <translation>clave desconocida: %1</translation>
    </message>
    <message>
        <source>unpacking the layer %1</source>
        <translation>al extraer la capa %1</translation>
    </message>
    <message>
        <source>unsupported modifier (%1) in substitution</source>
        <translation>modificador no admitido (%1) en la sustitución</translation>
    </message>
    <message>
        <source>unsupported mount type %1</source>
        <translation>tipo de montaje no admitido: %1</translation>
    </message>
    <message>
        <source>unsupported sharing value %1</source>
        <translation>valor de sharing no admitido: %1</translation>
    </message>
    <message>
        <source>unterminated heredoc</source>
        <translation>heredoc sin terminar</translation>
    </message>
    <message>
        <source>variable expansion is not supported for --from, so &apos;%1&apos; cannot be used</source>
        <translation>--from no admite variables, así que no se puede usar «%1»</translation>
    </message>
    <message>
        <source>version=%1 is not known: SLSA provenance is written as v0.2 or v1</source>
        <translation>version=%1 no se conoce: la procedencia SLSA se escribe como v0.2 o v1</translation>
    </message>
    <message>
        <source>when using JSON array syntax, arrays must be comprised of strings only</source>
        <translation>en la forma JSON, la lista solo puede contener textos</translation>
    </message>
    <message>
        <source>while making the layer&apos;s entry %1</source>
        <translation>al crear la entrada %1 de la capa</translation>
    </message>
    <message>
        <source>while mapping one user id (%1)</source>
        <translation>al asignar un identificador de usuario (%1)</translation>
    </message>
    <message>
        <source>while reading %1</source>
        <translation>al leer %1</translation>
    </message>
    <message>
        <source>while unpacking %1</source>
        <translation>al extraer %1</translation>
    </message>
    <message>
        <source>while unpacking the context %1</source>
        <translation>al extraer el contexto %1</translation>
    </message>
    <message>
        <source>writing &apos;%1&apos;</source>
        <translation>al escribir «%1»</translation>
    </message>
    <message>
        <source>writing to standard output</source>
        <translation>al escribir en la salida estándar</translation>
    </message>
    <message>
        <source>yum asks before it installs, and nobody answers</source>
        <translation>yum pregunta antes de instalar y nadie responde</translation>
    </message>
    <message>
        <source>zypper asks before it installs, and nobody answers</source>
        <translation>zypper pregunta antes de instalar y nadie responde</translation>
    </message>
</context>
<context>
    <name>sw::ui::ArgumentsPopover</name>
    <message>
        <source>Add an argument</source>
        <translation>Añadir un argumento</translation>
    </message>
    <message>
        <source>Build arguments</source>
        <translation>Argumentos de construcción</translation>
    </message>
    <message>
        <source>Declared in the file: %1</source>
        <translation>Declarados en el archivo: %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Values for the ARG instructions of this file.</source>
        <translation>Valores para las instrucciones ARG de este archivo.</translation>
    </message>
</context>
<context>
    <name>sw::ui::BrowseBar</name>
    <message>
        <source>Back to the last build</source>
        <translation>Volver a la última construcción</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>Abriendo %1…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
</context>
<context>
    <name>sw::ui::BuildController</name>
    <message numerus="yes">
        <source>%Ln cached</source>
        <translation>
            <numerusform>%Ln en caché</numerusform>
            <numerusform>%Ln en caché</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s) ran</source>
        <translation>
            <numerusform>se ha ejecutado %Ln paso</numerusform>
            <numerusform>se han ejecutado %Ln pasos</numerusform>
        </translation>
    </message>
    <message>
        <source>Built in %1</source>
        <translation>Construido en %1</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Go to the line</source>
        <translation>Ir a la línea</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Línea %1: %2</translation>
    </message>
    <message>
        <source>Load into Docker</source>
        <translation>Cargar en Docker</translation>
    </message>
    <message>
        <source>Not built.</source>
        <translation>No se ha construido.</translation>
    </message>
    <message>
        <source>Push…</source>
        <translation>Publicar…</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>Ejecutar…</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Ver el registro</translation>
    </message>
    <message>
        <source>The build could not begin.</source>
        <translation>No se ha podido empezar a construir.</translation>
    </message>
    <message>
        <source>The build was stopped.</source>
        <translation>Se ha detenido la construcción.</translation>
    </message>
    <message>
        <source>The store is being opened…</source>
        <translation>Se está abriendo el almacén…</translation>
    </message>
    <message>
        <source>There is no stage to build yet: a Dockerfile begins with FROM.</source>
        <translation>Todavía no hay ninguna etapa que construir: un Dockerfile empieza con FROM.</translation>
    </message>
    <message>
        <source>This network opens TLS connections with certificates of its own, which the step does not know.</source>
        <translation>Esta red abre las conexiones TLS con certificados propios que el paso no conoce.</translation>
    </message>
    <message>
        <source>Trust this computer&apos;s certificates and build again</source>
        <translation>Confiar en los certificados de este equipo y volver a construir</translation>
    </message>
    <message>
        <source>Up to date in %1</source>
        <translation>Al día en %1</translation>
    </message>
    <message>
        <source>What was finished is kept and will be cached.</source>
        <translation>Lo que ya estaba terminado se conserva y saldrá de la caché.</translation>
    </message>
</context>
<context>
    <name>sw::ui::BuildsChart</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4 % of the steps cached</source>
        <translation>%1: %2, %3, %4 % de los pasos en caché</translation>
    </message>
    <message>
        <source>Build time</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Aciertos</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Image size, build time and hit rate of the builds</source>
        <translation>Tamaño de la imagen, duración y aciertos de caché de las construcciones</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
</context>
<context>
    <name>sw::ui::CommandPalette</name>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Paleta de órdenes</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>Type a command…</source>
        <translation>Escriba una orden…</translation>
    </message>
</context>
<context>
    <name>sw::ui::CompareModel</name>
    <message>
        <source>%1 (before)</source>
        <translation>%1 (antes)</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>By how many bytes the file is larger in the second; all of it where only one has it</source>
        <translation>Cuántos bytes más tiene el archivo en la segunda; todo él si solo lo tiene una</translation>
    </message>
    <message>
        <source>Bytes of the file&apos;s content; of a folder none</source>
        <translation>Bytes del contenido del archivo; de una carpeta, ninguno</translation>
    </message>
    <message>
        <source>Differs in</source>
        <translation>Difiere en</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>Aumento</translation>
    </message>
    <message>
        <source>The line whose layer made the difference: of the second, or of the first for what never came into the second</source>
        <translation>La línea cuya capa causó la diferencia: de la segunda imagen, o de la primera en lo que nunca llegó a la segunda</translation>
    </message>
    <message>
        <source>added</source>
        <translation>añadido</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>atributos</translation>
    </message>
    <message>
        <source>base %1</source>
        <comment>image</comment>
        <translation>base %1</translation>
    </message>
    <message>
        <source>content</source>
        <translation>contenido</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>capa %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>línea %1</translation>
    </message>
    <message>
        <source>line %1, %2</source>
        <comment>line and stage</comment>
        <translation>línea %1, %2</translation>
    </message>
    <message>
        <source>link target</source>
        <translation>destino del enlace</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>permisos</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>propietario</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>eliminado</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
    <message>
        <source>time</source>
        <translation>fecha</translation>
    </message>
    <message>
        <source>type</source>
        <translation>tipo</translation>
    </message>
</context>
<context>
    <name>sw::ui::ComparePage</name>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln añadido</numerusform>
            <numerusform>%Ln añadidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln cambiado</numerusform>
            <numerusform>%Ln cambiados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln layer(s) shared</source>
        <translation>
            <numerusform>%Ln capa común</numerusform>
            <numerusform>%Ln capas comunes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln path(s)</source>
        <translation>
            <numerusform>%Ln ruta</numerusform>
            <numerusform>%Ln rutas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln eliminado</numerusform>
            <numerusform>%Ln eliminados</numerusform>
        </translation>
    </message>
    <message>
        <source>A stage, a build, an image; or type an archive, an OCI folder, docker-daemon:NAME</source>
        <translation>Una etapa, una construcción o una imagen; o escriba un archivo comprimido, una carpeta OCI o docker-daemon:NOMBRE</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadidos</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Changed</source>
        <comment>files</comment>
        <translation>Cambiados</translation>
    </message>
    <message>
        <source>Choose two images, builds or stages above: what differs in their files, their configuration and their layers is shown here, with the line that is responsible.</source>
        <translation>Elija arriba dos imágenes, construcciones o etapas: aquí se verá en qué difieren sus archivos, su configuración y sus capas, y qué línea es la responsable.</translation>
    </message>
    <message>
        <source>Configuration, history, layers</source>
        <translation>Configuración, historial y capas</translation>
    </message>
    <message>
        <source>Configuration, history, layers · %1</source>
        <comment>number</comment>
        <translation>Configuración, historial y capas · %1</translation>
    </message>
    <message>
        <source>Exchange the two</source>
        <translation>Intercambiar las dos</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Files that differ</source>
        <translation>Archivos que difieren</translation>
    </message>
    <message>
        <source>Files · %1</source>
        <comment>number</comment>
        <translation>Archivos · %1</translation>
    </message>
    <message>
        <source>Files, links and folders that differ and fit</source>
        <translation>Archivos, enlaces y carpetas que difieren y encajan</translation>
    </message>
    <message>
        <source>No difference</source>
        <translation>Sin diferencias</translation>
    </message>
    <message>
        <source>Nothing is compared yet</source>
        <translation>Todavía no se ha comparado nada</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Eliminados</translation>
    </message>
    <message>
        <source>Search in the paths</source>
        <translation>Buscar en las rutas</translation>
    </message>
    <message>
        <source>They cannot be compared</source>
        <translation>No se pueden comparar</translation>
    </message>
    <message>
        <source>Times of files, the time of creation and hard links count as well</source>
        <translation>Cuentan también las fechas de los archivos, la fecha de creación y los enlaces duros</translation>
    </message>
    <message>
        <source>Times too</source>
        <translation>Con fechas</translation>
    </message>
    <message>
        <source>comparing…</source>
        <translation>comparando…</translation>
    </message>
</context>
<context>
    <name>sw::ui::CompareSession</name>
    <message>
        <source>Build of %1 · %2</source>
        <translation>Construcción del %1 · %2</translation>
    </message>
    <message>
        <source>Stage %1 of the last build</source>
        <translation>Etapa %1 de la última construcción</translation>
    </message>
    <message>
        <source>Stage &apos;%1&apos; of the last build</source>
        <translation>Etapa &apos;%1&apos; de la última construcción</translation>
    </message>
    <message>
        <source>The content is no text.</source>
        <translation>El contenido no es texto.</translation>
    </message>
    <message>
        <source>The content is the same.</source>
        <translation>El contenido es el mismo.</translation>
    </message>
    <message>
        <source>The file is too large to be compared as text.</source>
        <translation>El archivo es demasiado grande para compararlo como texto.</translation>
    </message>
</context>
<context>
    <name>sw::ui::CompletionPopup</name>
    <message>
        <source>Completions</source>
        <translation>Sugerencias</translation>
    </message>
</context>
<context>
    <name>sw::ui::ContextFilesModel</name>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Ignored by</source>
        <translation>Ignorado por</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>línea %1: %2</translation>
    </message>
</context>
<context>
    <name>sw::ui::ContextPage</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) can be copied</source>
        <translation>
            <numerusform>se puede copiar %Ln archivo</numerusform>
            <numerusform>se pueden copiar %Ln archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored</source>
        <translation>
            <numerusform>%Ln ignorado</numerusform>
            <numerusform>%Ln ignorados</numerusform>
        </translation>
    </message>
    <message>
        <source>Files of the context</source>
        <translation>Archivos del contexto</translation>
    </message>
    <message>
        <source>Filter files</source>
        <translation>Filtrar archivos</translation>
    </message>
    <message>
        <source>Ignored files</source>
        <translation>Archivos ignorados</translation>
    </message>
    <message>
        <source>Instructions that read the context</source>
        <translation>Instrucciones que leen el contexto</translation>
    </message>
    <message>
        <source>No context</source>
        <translation>Sin contexto</translation>
    </message>
    <message>
        <source>The context cannot be read</source>
        <translation>No se puede leer el contexto</translation>
    </message>
    <message>
        <source>The folder that COPY and ADD take files from appears here.</source>
        <translation>Aquí aparece la carpeta de la que COPY y ADD toman los archivos.</translation>
    </message>
</context>
<context>
    <name>sw::ui::ContextPopover</name>
    <message>
        <source>Add a named context</source>
        <translation>Añadir un contexto con nombre</translation>
    </message>
    <message>
        <source>Build context</source>
        <translation>Contexto de construcción</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir una carpeta…</translation>
    </message>
    <message>
        <source>Context folder</source>
        <translation>Carpeta del contexto</translation>
    </message>
    <message>
        <source>Folder or docker-image://…</source>
        <translation>Carpeta o docker-image://…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name of the image</source>
        <translation>Nombre de la imagen</translation>
    </message>
    <message>
        <source>Named context</source>
        <translation>Contexto con nombre</translation>
    </message>
    <message>
        <source>Named contexts</source>
        <translation>Contextos con nombre</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>Plataformas</translation>
    </message>
    <message>
        <source>The folder that COPY and ADD take files from. Remembered for this file.</source>
        <translation>La carpeta de la que COPY y ADD toman los archivos. Se recuerda para este archivo.</translation>
    </message>
    <message>
        <source>What the image is built for, with commas between: linux/amd64, linux/arm64. Of several each is built, and the name stands for all of them.</source>
        <translation>Para qué se construye la imagen, separado por comas: linux/amd64, linux/arm64. Si son varias, se construye cada una y el nombre vale por todas.</translation>
    </message>
</context>
<context>
    <name>sw::ui::DifferenceView</name>
    <message>
        <source>Attributes</source>
        <translation>Atributos</translation>
    </message>
    <message>
        <source>By %1</source>
        <comment>line or layer</comment>
        <translation>Por la %1</translation>
    </message>
    <message>
        <source>Choose a file to see how it differs.</source>
        <translation>Elija un archivo para ver en qué difiere.</translation>
    </message>
    <message>
        <source>Difference of the text</source>
        <translation>Diferencia del texto</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Permisos</translation>
    </message>
    <message>
        <source>Only in the first</source>
        <translation>Solo en la primera</translation>
    </message>
    <message>
        <source>Only in the second</source>
        <translation>Solo en la segunda</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>device</source>
        <translation>dispositivo</translation>
    </message>
    <message>
        <source>file</source>
        <translation>archivo</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>carpeta</translation>
    </message>
    <message>
        <source>link</source>
        <translation>enlace</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>pipe</source>
        <translation>tubería</translation>
    </message>
</context>
<context>
    <name>sw::ui::DockerfileEditor</name>
    <message numerus="yes">
        <source>%Ln instruction(s) with mistakes were left as they are.</source>
        <translation>
            <numerusform>%Ln instrucción con errores se dejó como está.</numerusform>
            <numerusform>%Ln instrucciones con errores se dejaron como están.</numerusform>
        </translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not declared in this file.</source>
        <translation>«%1» no está declarado en este archivo.</translation>
    </message>
    <message>
        <source>A name begins with a letter and has letters, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos; only.</source>
        <translation>Un nombre empieza por una letra y solo lleva letras, cifras, «-», «_» y «.».</translation>
    </message>
    <message>
        <source>Add caret above</source>
        <translation>Añadir un cursor encima</translation>
    </message>
    <message>
        <source>Add caret below</source>
        <translation>Añadir un cursor debajo</translation>
    </message>
    <message>
        <source>Add next occurrence to selection</source>
        <translation>Añadir la siguiente aparición a la selección</translation>
    </message>
    <message>
        <source>Before the first stage</source>
        <translation>Antes de la primera etapa</translation>
    </message>
    <message>
        <source>Comment or uncomment lines</source>
        <translation>Comentar o descomentar líneas</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completar</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Cortar</translation>
    </message>
    <message>
        <source>Dockerfile</source>
        <translation>Dockerfile</translation>
    </message>
    <message>
        <source>Duplicate lines</source>
        <translation>Duplicar líneas</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Buscar siguiente</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Buscar anterior</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Buscar…</translation>
    </message>
    <message>
        <source>Fix the problem in this line…</source>
        <translation>Corregir el problema de esta línea…</translation>
    </message>
    <message>
        <source>Fold all stages</source>
        <translation>Plegar todas las etapas</translation>
    </message>
    <message>
        <source>Fold or unfold</source>
        <translation>Plegar o desplegar</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Dar formato</translation>
    </message>
    <message>
        <source>Go to definition</source>
        <translation>Ir a la definición</translation>
    </message>
    <message>
        <source>Ignore %1 here</source>
        <translation>Ignorar %1 aquí</translation>
    </message>
    <message>
        <source>Ignore file</source>
        <translation>Archivo de exclusiones</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Move lines down</source>
        <translation>Bajar líneas</translation>
    </message>
    <message>
        <source>Move lines up</source>
        <translation>Subir líneas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Problema siguiente</translation>
    </message>
    <message>
        <source>No stage yet: a stage begins with FROM</source>
        <translation>Todavía no hay etapas: una etapa empieza con FROM</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Tamaño normal del texto</translation>
    </message>
    <message>
        <source>Nothing can be fixed by itself in this line.</source>
        <translation>En esta línea no hay nada que se pueda corregir automáticamente.</translation>
    </message>
    <message>
        <source>Nothing to complete here.</source>
        <translation>Aquí no hay nada que completar.</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>Problema anterior</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Rename stage or argument…</source>
        <translation>Cambiar el nombre de la etapa o el argumento…</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Reemplazar…</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>The text has just changed; try again.</source>
        <translation>El texto acaba de cambiar; inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The text is formatted already.</source>
        <translation>El texto ya tiene formato.</translation>
    </message>
    <message>
        <source>The text was left as it is, because formatting would have changed what it means.</source>
        <translation>El texto se dejó como está, porque darle formato habría cambiado lo que significa.</translation>
    </message>
    <message>
        <source>There are no problems.</source>
        <translation>No hay problemas.</translation>
    </message>
    <message>
        <source>There is no stage or argument name under the caret.</source>
        <translation>No hay ningún nombre de etapa o de argumento bajo el cursor.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>Desplegar todo</translation>
    </message>
</context>
<context>
    <name>sw::ui::DoctorPage</name>
    <message>
        <source>Look again</source>
        <translation>Volver a comprobar</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>What this machine allows</source>
        <translation>Qué permite este equipo</translation>
    </message>
    <message>
        <source>a convenience is missing</source>
        <translation>falta una comodidad</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bien</translation>
    </message>
    <message>
        <source>needed for building</source>
        <translation>hace falta para construir</translation>
    </message>
</context>
<context>
    <name>sw::ui::EnvironmentView</name>
    <message>
        <source>%1, set by this instruction</source>
        <translation>%1; la establece esta instrucción</translation>
    </message>
    <message>
        <source>%1, was %2 before this instruction</source>
        <translation>%1; antes de esta instrucción era %2</translation>
    </message>
    <message>
        <source>Build argument, for the steps of this stage alone</source>
        <translation>Argumento de construcción, solo para los pasos de esta etapa</translation>
    </message>
    <message>
        <source>Environment at this point</source>
        <translation>Entorno en este punto</translation>
    </message>
    <message>
        <source>Environment variable, also in the image</source>
        <translation>Variable de entorno, también en la imagen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Where steps run</source>
        <translation>Dónde se ejecutan los pasos</translation>
    </message>
    <message>
        <source>Who steps run as</source>
        <translation>Con qué usuario se ejecutan los pasos</translation>
    </message>
</context>
<context>
    <name>sw::ui::FileController</name>
    <message>
        <source>%1 changed on disk and was loaded again.</source>
        <translation>%1 ha cambiado en el disco y se ha vuelto a cargar.</translation>
    </message>
    <message>
        <source>%1 changed on disk, and you have changes of your own.</source>
        <translation>%1 ha cambiado en el disco y aquí hay cambios sin guardar.</translation>
    </message>
    <message>
        <source>%1 does not exist.</source>
        <translation>%1 no existe.</translation>
    </message>
    <message>
        <source>%1 is no longer on disk.</source>
        <translation>%1 ya no está en el disco.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Dockerfiles (Dockerfile* *.Dockerfile *.dockerfile Containerfile*);;Image archives (*.tar *.tar.gz *.tgz *.tar.zst *.tzst);;All files (*)</source>
        <translation>Archivos Dockerfile (Dockerfile* *.Dockerfile *.dockerfile Containerfile*);;Archivos de imagen (*.tar *.tar.gz *.tgz *.tar.zst *.tzst);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Conservar los míos</translation>
    </message>
    <message>
        <source>Load from disk</source>
        <translation>Cargar del disco</translation>
    </message>
    <message>
        <source>Open %1?</source>
        <translation>¿Abrir %1?</translation>
    </message>
    <message>
        <source>Open a Dockerfile</source>
        <translation>Abrir un Dockerfile</translation>
    </message>
    <message>
        <source>Open a new file?</source>
        <translation>¿Abrir un archivo nuevo?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Volver a guardar</translation>
    </message>
    <message>
        <source>Save the Dockerfile</source>
        <translation>Guardar el Dockerfile</translation>
    </message>
    <message>
        <source>There is no Dockerfile in %1.</source>
        <translation>No hay ningún Dockerfile en %1.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sin título</translation>
    </message>
    <message>
        <source>Your changes to %1 are not saved.</source>
        <translation>Los cambios de %1 no están guardados.</translation>
    </message>
</context>
<context>
    <name>sw::ui::FilePreviewView</name>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 píxeles</translation>
    </message>
    <message>
        <source>Content of the file</source>
        <translation>Contenido del archivo</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>How the file came into the image</source>
        <translation>Cómo llegó el archivo a la imagen</translation>
    </message>
    <message>
        <source>Mode %1, user %2, group %3</source>
        <translation>Permisos %1, usuario %2, grupo %3</translation>
    </message>
    <message>
        <source>Open a copy with the desktop&apos;s program</source>
        <translation>Abrir una copia con el programa del escritorio</translation>
    </message>
    <message>
        <source>Open a copy with…</source>
        <translation>Abrir una copia con…</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>Imagen del archivo</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Guardar una copia…</translation>
    </message>
    <message>
        <source>package %1</source>
        <translation>paquete %1</translation>
    </message>
    <message>
        <source>… the rest of %1 is not shown; save a copy to see it.</source>
        <translation>… no se muestra el resto de %1; guarde una copia para verlo.</translation>
    </message>
</context>
<context>
    <name>sw::ui::FileSession</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>No se puede leer %1: %2</translation>
    </message>
    <message>
        <source>%1 cannot be saved: %2</source>
        <translation>No se puede guardar %1: %2</translation>
    </message>
    <message>
        <source>%1 is too large for a Dockerfile.</source>
        <translation>%1 es demasiado grande para ser un Dockerfile.</translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeModel</name>
    <message>
        <source>%1 of it fits the filter</source>
        <translation>De ello, %1 cumplen el filtro</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Added, changed or removed by the selected layer; hidden by a later one</source>
        <translation>Añadido, cambiado o eliminado por la capa seleccionada; oculto por una posterior</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Share of all bytes that are shown</source>
        <translation>Parte de todos los bytes que se muestran</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Visible content in it and below it, hard links once; with a filter, of what fits</source>
        <translation>Contenido visible en él y por debajo, los enlaces duros una sola vez; con un filtro, el de lo que cumple</translation>
    </message>
    <message>
        <source>hidden by a later layer</source>
        <translation>oculto por una capa posterior</translation>
    </message>
    <message>
        <source>hidden later, by line %1</source>
        <translation>oculto después por la línea %1</translation>
    </message>
    <message>
        <source>link to %1</source>
        <translation>enlace a %1</translation>
    </message>
    <message>
        <source>mode %1, owner %2:%3</source>
        <translation>permisos %1, propietario %2:%3</translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeView</name>
    <message numerus="yes">
        <source>%Ln condition(s)</source>
        <translation>
            <numerusform>%Ln condición</numerusform>
            <numerusform>%Ln condiciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>By change, kind, size, owner, stage of origin and package</source>
        <translation>Por cambio, clase, tamaño, propietario, etapa de origen y paquete</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambios</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Copiar la ruta</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Filter files</source>
        <translation>Filtrar archivos</translation>
    </message>
    <message>
        <source>Only what the selected layer added, changed or removed</source>
        <translation>Solo lo que la capa seleccionada ha añadido, modificado o eliminado</translation>
    </message>
    <message>
        <source>Open with the desktop&apos;s program</source>
        <translation>Abrir con el programa del escritorio</translation>
    </message>
    <message>
        <source>Open with…</source>
        <translation>Abrir con…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Guardar una copia…</translation>
    </message>
    <message>
        <source>Save the folder…</source>
        <translation>Guardar la carpeta…</translation>
    </message>
    <message>
        <source>Search: name, /path, *.js</source>
        <translation>Buscar: nombre, /ruta, *.js</translation>
    </message>
</context>
<context>
    <name>sw::ui::FilterPanel</name>
    <message>
        <source>%1 (base)</source>
        <translation>%1 (base)</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>%1 o más</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>owner and bytes</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>package and bytes</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadidos</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Todas las clases</translation>
    </message>
    <message>
        <source>Any package or none</source>
        <translation>Con o sin paquete</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>Cualquier tamaño</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>De cualquier parte</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archivos comprimidos</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Changed</source>
        <comment>files</comment>
        <translation>Cambiados</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Procede de</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Carpetas</translation>
    </message>
    <message>
        <source>Hidden by a later layer</source>
        <translation>Ocultos por una capa posterior</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotecas</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Enlaces</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <source>Pictures, fonts, sound</source>
        <translation>Imágenes, fuentes y sonido</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programas</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Eliminados</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Texts and data</source>
        <translation>Textos y datos</translation>
    </message>
    <message>
        <source>The build context</source>
        <translation>El contexto de construcción</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
</context>
<context>
    <name>sw::ui::FindBar</name>
    <message>
        <source>%1 matches</source>
        <translation>%1 coincidencias</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>1 match</source>
        <translation>1 coincidencia</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Cerrar (Esc)</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Distinguir mayúsculas</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Coincidencia siguiente (F3)</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>Sin coincidencias</translation>
    </message>
    <message>
        <source>No matches.</source>
        <translation>Sin coincidencias.</translation>
    </message>
    <message>
        <source>Nothing to find: type in the find field first.</source>
        <translation>No hay nada que buscar: escriba antes en el campo de búsqueda.</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Coincidencia anterior (Mayús+F3)</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expresión regular</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Reemplazar</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>Reemplazar todo</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Reemplazar por</translation>
    </message>
    <message>
        <source>Replaced %1 matches.</source>
        <translation>Se han reemplazado %1 coincidencias.</translation>
    </message>
    <message>
        <source>Replaced 1 match.</source>
        <translation>Se ha reemplazado 1 coincidencia.</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Palabras completas</translation>
    </message>
</context>
<context>
    <name>sw::ui::FindingsView</name>
    <message>
        <source>A click shows the file; Return or a double click goes to the line</source>
        <translation>Un clic muestra el archivo; Intro o un doble clic lleva a la línea</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Hallazgos</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Línea %1: %2</translation>
    </message>
</context>
<context>
    <name>sw::ui::HistoryPage</name>
    <message numerus="yes">
        <source>%Ln cached</source>
        <translation>
            <numerusform>%Ln en caché</numerusform>
            <numerusform>%Ln en caché</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ran</source>
        <translation>
            <numerusform>%Ln ejecutado</numerusform>
            <numerusform>%Ln ejecutados</numerusform>
        </translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Explorar</translation>
    </message>
    <message>
        <source>Builds of this file</source>
        <translation>Construcciones de este archivo</translation>
    </message>
    <message>
        <source>Choose one build to browse it, or two to compare them.</source>
        <translation>Elige una construcción para explorarla, o dos para compararlas.</translation>
    </message>
    <message>
        <source>Compare the two</source>
        <translation>Comparar las dos</translation>
    </message>
    <message>
        <source>Each build is kept here with its outcome, time and size.</source>
        <translation>Aquí queda cada construcción con su resultado, su duración y su tamaño.</translation>
    </message>
    <message>
        <source>From the start of the build to its end</source>
        <translation>Desde que empieza la construcción hasta que acaba</translation>
    </message>
    <message>
        <source>No builds of this file yet</source>
        <translation>Este archivo aún no se ha construido</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Shows the layers and files of the chosen build</source>
        <translation>Muestra las capas y los archivos de la construcción elegida</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Two builds are chosen.</source>
        <translation>Hay dos construcciones elegidas.</translation>
    </message>
    <message>
        <source>Visible bytes of the final image</source>
        <translation>Bytes visibles de la imagen final</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>built</source>
        <translation>construido</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
</context>
<context>
    <name>sw::ui::ImageActions</name>
    <message>
        <source>%1 is running</source>
        <translation>%1 está en marcha</translation>
    </message>
    <message>
        <source>A name in the store, the id of a build, @STAGE of the last build, docker-daemon:NAME, or the path of an OCI layout or an image archive.</source>
        <translation>Un nombre del almacén, el identificador de una construcción, @ETAPA de la última, docker-daemon:NOMBRE, o la ruta de una carpeta OCI o de un archivo de imagen.</translation>
    </message>
    <message>
        <source>Add the name</source>
        <translation>Añadir el nombre</translation>
    </message>
    <message>
        <source>Another name for %1</source>
        <translation>Otro nombre para %1</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Explorar</translation>
    </message>
    <message>
        <source>Browse an image</source>
        <translation>Explorar una imagen</translation>
    </message>
    <message>
        <source>Docker archive (.tar), for docker load</source>
        <translation>Archivo de Docker (.tar), para docker load</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>Exportar %1</translation>
    </message>
    <message>
        <source>OCI archive (.tar)</source>
        <translation>Archivo OCI (.tar)</translation>
    </message>
    <message>
        <source>OCI layout (folder)</source>
        <translation>Estructura OCI (carpeta)</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Abrir en el navegador</translation>
    </message>
    <message>
        <source>Ports of this computer that lead into the container, HOST:CONTAINER. It gets a network of its own.</source>
        <translation>Puertos de este equipo que llevan al contenedor, EQUIPO:CONTENEDOR. El contenedor tiene su propia red.</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Push %1</source>
        <translation>Publicar %1</translation>
    </message>
    <message>
        <source>Root file system (.tar)</source>
        <translation>Sistema de archivos raíz (.tar)</translation>
    </message>
    <message>
        <source>Root file system (folder)</source>
        <translation>Sistema de archivos raíz (carpeta)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Ejecutar %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>The image has no name yet: give it one under Context.</source>
        <translation>La imagen aún no tiene nombre: déselo en Contexto.</translation>
    </message>
    <message>
        <source>Where to: registry/name:tag. Your own registry log-ins are used.</source>
        <translation>Destino: registro/nombre:etiqueta. Se usan sus propias credenciales de registro.</translation>
    </message>
    <message>
        <source>Write HOST:CONTAINER, for example 8080:80.</source>
        <translation>Escriba EQUIPO:CONTENEDOR, por ejemplo 8080:80.</translation>
    </message>
    <message>
        <source>name:tag</source>
        <translation>nombre:etiqueta</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>ejecutar %1</translation>
    </message>
</context>
<context>
    <name>sw::ui::ImageSession</name>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>No se puede escribir %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln device(s) and the like left out</source>
        <translation>
            <numerusform>%Ln dispositivo o similar quedó fuera</numerusform>
            <numerusform>%Ln dispositivos y similares quedaron fuera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved</source>
        <translation>
            <numerusform>%Ln archivo guardado</numerusform>
            <numerusform>%Ln archivos guardados</numerusform>
        </translation>
    </message>
    <message>
        <source>Build of %1</source>
        <translation>Construcción del %1</translation>
    </message>
    <message>
        <source>No stage of this build came to its end, so there is nothing to look at.</source>
        <translation>Ninguna etapa de esta construcción llegó a su fin, así que no hay nada que mirar.</translation>
    </message>
    <message>
        <source>Only files and folders can be saved.</source>
        <translation>Solo se pueden guardar archivos y carpetas.</translation>
    </message>
    <message>
        <source>Only files can be opened.</source>
        <translation>Solo se pueden abrir archivos.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Guardado como %1</translation>
    </message>
    <message>
        <source>The layers of this build are not in the store any more: build it again to look at them.</source>
        <translation>Las capas de esta construcción ya no están en el almacén: constrúyela de nuevo para verlas.</translation>
    </message>
    <message>
        <source>The store is not open.</source>
        <translation>El almacén no está abierto.</translation>
    </message>
</context>
<context>
    <name>sw::ui::ImagesModel</name>
    <message>
        <source>As tar</source>
        <translation>En tar</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>What the store keeps of the image: the tars of all of its layers, with headers and padding. What is visible of it, the Layers page counts.</source>
        <translation>Lo que el almacén guarda de la imagen: los tar de todas sus capas, con cabeceras y relleno. Lo visible se cuenta en la página Capas.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>built</source>
        <translation>construida</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importada</translation>
    </message>
    <message>
        <source>pulled</source>
        <translation>descargada</translation>
    </message>
</context>
<context>
    <name>sw::ui::ImagesPage</name>
    <message>
        <source>Another name…</source>
        <translation>Otro nombre…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Explorar</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Images you build, and base images they stand on, appear here.</source>
        <translation>Aquí aparecen las imágenes construidas y las imágenes base en las que se apoyan.</translation>
    </message>
    <message>
        <source>Load into Docker</source>
        <translation>Cargar en Docker</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>Todavía no hay imágenes</translation>
    </message>
    <message>
        <source>Push…</source>
        <translation>Publicar…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>Ejecutar…</translation>
    </message>
    <message>
        <source>Shows the layers and files of the image</source>
        <translation>Muestra las capas y los archivos de la imagen</translation>
    </message>
    <message>
        <source>Two chosen images with each other, or one with what was built last</source>
        <translation>Dos imágenes elegidas entre sí, o una con lo último que se construyó</translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersModel</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>As tar %1 bytes: content %2 + headers %3 + padding %4</source>
        <translation>En tar %1 bytes: contenido %2 + cabeceras %3 + relleno %4</translation>
    </message>
    <message>
        <source>As tar %1 bytes: content %2 + headers %3 − holes %4</source>
        <translation>En tar %1 bytes: contenido %2 + cabeceras %3 − huecos %4</translation>
    </message>
    <message>
        <source>At rest</source>
        <translation>En reposo</translation>
    </message>
    <message>
        <source>Change of the visible total</source>
        <translation>Cambio del total visible</translation>
    </message>
    <message>
        <source>Compressed, as a registry has it: %1</source>
        <translation>Comprimida, como la tiene un registro: %1</translation>
    </message>
    <message>
        <source>Contribution</source>
        <translation>Aportación</translation>
    </message>
    <message>
        <source>File content stored in the layer</source>
        <translation>Contenido de archivos guardado en la capa</translation>
    </message>
    <message>
        <source>File content stored in this layer.</source>
        <translation>Contenido de archivos guardado en esta capa.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Files and links stored in the layer</source>
        <translation>Archivos y enlaces guardados en la capa</translation>
    </message>
    <message>
        <source>Files, links and directories in this layer.</source>
        <translation>Archivos, enlaces y directorios de esta capa.</translation>
    </message>
    <message>
        <source>From the base image %1</source>
        <translation>De la imagen base %1</translation>
    </message>
    <message>
        <source>How much this layer changes what is visible. Negative when it hides more than it adds.</source>
        <translation>Cuánto cambia esta capa lo que se ve. Negativo si oculta más de lo que añade.</translation>
    </message>
    <message>
        <source>How much this layer changes what is visible: it is being counted.</source>
        <translation>Cuánto cambia esta capa lo que se ve: se está contando.</translation>
    </message>
    <message>
        <source>It ran: %1</source>
        <translation>Se ejecutó: %1</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Line %1 of stage %2</source>
        <translation>Línea %1 de la etapa %2</translation>
    </message>
    <message>
        <source>Ran because</source>
        <translation>Se ejecutó porque</translation>
    </message>
    <message>
        <source>The line that made the layer; of a layer without one its number, from the lowest</source>
        <translation>La línea que hizo la capa; si no la hay, el número de la capa, desde la más baja</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Visible bytes up to and including this layer.</source>
        <translation>Bytes visibles hasta esta capa, incluida.</translation>
    </message>
    <message>
        <source>Visible bytes up to and including this layer: they are being counted.</source>
        <translation>Bytes visibles hasta esta capa, incluida: se están contando.</translation>
    </message>
    <message>
        <source>Visible bytes up to this layer</source>
        <translation>Bytes visibles hasta esta capa</translation>
    </message>
    <message>
        <source>Why its step ran and did not come from the cache</source>
        <translation>Por qué su paso se ejecutó y no vino de la caché</translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersPage</name>
    <message>
        <source>%1 cannot be started.</source>
        <translation>No se puede iniciar %1.</translation>
    </message>
    <message>
        <source>%1 stored
what is visible is being counted</source>
        <translation>%1 guardados
contando lo que es visible</translation>
    </message>
    <message>
        <source>%1 visible
nothing is stored in vain</source>
        <translation>%1 visibles
no se guarda nada en vano</translation>
    </message>
    <message>
        <source>%1 visible of %2 stored
%3 hidden by later layers</source>
        <translation>%1 visibles de %2
%3 ocultos por otras capas</translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln hallazgo</numerusform>
            <numerusform>%Ln hallazgos</numerusform>
        </translation>
    </message>
    <message>
        <source>After a build, the layers and files of every stage can be browsed here: what each line added, and what of it ships.</source>
        <translation>Después de construir, aquí se recorren las capas y los archivos de cada etapa: qué añadió cada línea y qué parte se entrega.</translation>
    </message>
    <message>
        <source>All files up to and including the selected layer</source>
        <translation>Todos los archivos hasta la capa seleccionada, incluida</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>Otro programa</translation>
    </message>
    <message>
        <source>As one stage %1</source>
        <translation>En una etapa %1</translation>
    </message>
    <message>
        <source>As tars, with headers and padding: %1</source>
        <translation>En tar, con cabeceras y relleno: %1</translation>
    </message>
    <message>
        <source>Compressed, as a registry has them: %1</source>
        <translation>Comprimidas, como las tiene un registro: %1</translation>
    </message>
    <message>
        <source>Efficiency %1 %: visible of stored</source>
        <translation>Eficiencia %1 %: lo visible de lo almacenado</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>No program says that it opens %1</source>
        <translation>Ningún programa dice que abra %1</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>Todavía no se ha construido nada</translation>
    </message>
    <message>
        <source>Only what the selected layer holds or removes</source>
        <translation>Solo lo que la capa seleccionada contiene o elimina</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>Paquetes</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plataforma</translation>
    </message>
    <message>
        <source>Return or a double click shows the files of a package alone</source>
        <translation>Intro o un doble clic muestra solo los archivos de un paquete</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Guardar una copia</translation>
    </message>
    <message>
        <source>Save the folder as a new one</source>
        <translation>Guardar la carpeta como una nueva</translation>
    </message>
    <message>
        <source>Stacked</source>
        <translation>Apiladas</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Etapa</translation>
    </message>
    <message>
        <source>Stored: content of all layers. Visible: content of the final tree, hard links once. Hidden: stored, but deleted or replaced by a later layer.</source>
        <translation>Guardado: el contenido de todas las capas. Visible: el contenido del árbol final, con los enlaces duros una sola vez. Oculto: guardado, pero borrado o sustituido por una capa posterior.</translation>
    </message>
    <message>
        <source>This desktop knows no program for %1.</source>
        <translation>Este escritorio no tiene ningún programa para %1.</translation>
    </message>
    <message>
        <source>This layer alone</source>
        <translation>Solo esta capa</translation>
    </message>
    <message>
        <source>Treemap</source>
        <translation>Mapa de áreas</translation>
    </message>
    <message>
        <source>What ships</source>
        <translation>Qué se entrega</translation>
    </message>
    <message>
        <source>What should not be in this stage, with advice</source>
        <translation>Lo que no debería estar en esta etapa, con consejos</translation>
    </message>
    <message>
        <source>What the desktop takes by itself</source>
        <translation>El que elige el escritorio</translation>
    </message>
    <message>
        <source>Where the files of this stage began, and what crossed from other stages</source>
        <translation>Dónde nacieron los archivos de esta etapa y qué llegó de otras</translation>
    </message>
    <message>
        <source>Which platform&apos;s layers, sizes and times are shown, everywhere in the window</source>
        <translation>De qué plataforma se muestran las capas, los tamaños y los tiempos, en toda la ventana</translation>
    </message>
    <message>
        <source>line numbers are of %1</source>
        <translation>los números de línea son de %1</translation>
    </message>
    <message>
        <source>line numbers are of the text that was built</source>
        <translation>los números de línea son del texto que se construyó</translation>
    </message>
    <message>
        <source>no build of this computer made it; its history tells of its layers</source>
        <translation>no la hizo ninguna construcción de este equipo; su historial habla de sus capas</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
</context>
<context>
    <name>sw::ui::LogModel</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 de %3</translation>
    </message>
    <message>
        <source>… %1 of output left out: it came faster than it can be shown</source>
        <translation>… se han omitido %1 de salida: llegaba más rápido de lo que se puede mostrar</translation>
    </message>
    <message numerus="yes">
        <source>… %Ln line(s) left out</source>
        <translation>
            <numerusform>… se ha omitido %Ln línea</numerusform>
            <numerusform>… se han omitido %Ln líneas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LogPage</name>
    <message>
        <source>Copy the whole log</source>
        <translation>Copiar todo el registro</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Buscar en el registro</translation>
    </message>
    <message>
        <source>Fold all steps</source>
        <translation>Plegar todos los pasos</translation>
    </message>
    <message>
        <source>Follow the end</source>
        <translation>Seguir el final</translation>
    </message>
    <message>
        <source>Next hit (Enter)</source>
        <translation>Siguiente (Intro)</translation>
    </message>
    <message>
        <source>No output yet</source>
        <translation>Todavía no hay salida</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>No se encuentra</translation>
    </message>
    <message>
        <source>Previous hit (Shift+Enter)</source>
        <translation>Anterior (Mayús+Intro)</translation>
    </message>
    <message>
        <source>The output of each step appears here while a build runs.</source>
        <translation>Aquí aparece la salida de cada paso mientras se construye.</translation>
    </message>
    <message>
        <source>Unfold all steps</source>
        <translation>Desplegar todos los pasos</translation>
    </message>
</context>
<context>
    <name>sw::ui::LogView</name>
    <message>
        <source>Build log</source>
        <translation>Registro de la construcción</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the whole log</source>
        <translation>Copiar todo el registro</translation>
    </message>
    <message>
        <source>Copy this step&apos;s output</source>
        <translation>Copiar la salida de este paso</translation>
    </message>
    <message>
        <source>Fold all steps</source>
        <translation>Plegar todos los pasos</translation>
    </message>
    <message>
        <source>Unfold all steps</source>
        <translation>Desplegar todos los pasos</translation>
    </message>
    <message numerus="yes">
        <source>… %Ln line(s) left out</source>
        <translation>
            <numerusform>… se ha omitido %Ln línea</numerusform>
            <numerusform>… se han omitido %Ln líneas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::MainWindow</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Browse an image…</source>
        <translation>&amp;Explorar una imagen…</translation>
    </message>
    <message>
        <source>&amp;Build</source>
        <translation>&amp;Construir</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>&amp;Paleta de órdenes…</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Edición</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Load the image into Docker</source>
        <translation>&amp;Cargar la imagen en Docker</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nuevo</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>Panel &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Abrir…</translation>
    </message>
    <message>
        <source>&amp;Page only</source>
        <translation>Solo la &amp;página</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>Panel an&amp;terior</translation>
    </message>
    <message>
        <source>&amp;Push the image…</source>
        <translation>&amp;Subir la imagen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Run the image…</source>
        <translation>&amp;Ejecutar la imagen…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Trust this computer&apos;s certificates</source>
        <translation>&amp;Confiar en los certificados de este equipo</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Welcome page</source>
        <translation>Página de &amp;bienvenida</translation>
    </message>
    <message>
        <source>Build &amp;arguments…</source>
        <translation>&amp;Argumentos de construcción…</translation>
    </message>
    <message>
        <source>Close the window?</source>
        <translation>¿Cerrar la ventana?</translation>
    </message>
    <message>
        <source>Context and &amp;name…</source>
        <translation>Contexto y &amp;nombre…</translation>
    </message>
    <message>
        <source>E&amp;xport the image…</source>
        <translation>E&amp;xportar la imagen…</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>A&amp;delante</translation>
    </message>
    <message>
        <source>Forecast &amp;again</source>
        <translation>&amp;Repetir el pronóstico</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>Olvidar la lista</translation>
    </message>
    <message>
        <source>Go to the &amp;editor</source>
        <translation>Ir al &amp;editor</translation>
    </message>
    <message>
        <source>Go to the &amp;graph</source>
        <translation>Ir al &amp;grafo</translation>
    </message>
    <message>
        <source>Graph &amp;only</source>
        <translation>&amp;Solo el grafo</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Nada todavía</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Abrir &amp;reciente</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Problems  %1</source>
        <translation>Problemas  %1</translation>
    </message>
    <message>
        <source>S&amp;ecrets…</source>
        <translation>S&amp;ecretos…</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Guardar &amp;como…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>A&amp;justes…</translation>
    </message>
    <message>
        <source>Show the welcome page?</source>
        <translation>¿Mostrar la página de bienvenida?</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Start again?</source>
        <translation>¿Reiniciar?</translation>
    </message>
    <message>
        <source>The language changes when the program starts again.</source>
        <translation>El idioma cambiará cuando el programa vuelva a arrancar.</translation>
    </message>
    <message>
        <source>The store cannot be opened.</source>
        <translation>No se puede abrir el almacén.</translation>
    </message>
    <message>
        <source>The whole window for this page (Shift+F11)</source>
        <translation>Toda la ventana para esta página (Mayús+F11)</translation>
    </message>
    <message>
        <source>This machine is being looked at…</source>
        <translation>Se está comprobando este equipo…</translation>
    </message>
    <message>
        <source>What this machine allows</source>
        <translation>Qué permite este equipo</translation>
    </message>
    <message>
        <source>cannot run steps</source>
        <translation>no puede ejecutar pasos</translation>
    </message>
    <message>
        <source>embedded engine</source>
        <translation>motor propio</translation>
    </message>
    <message>
        <source>host network</source>
        <translation>red del equipo</translation>
    </message>
    <message>
        <source>no isolation</source>
        <translation>sin aislamiento</translation>
    </message>
    <message>
        <source>no store</source>
        <translation>sin almacén</translation>
    </message>
    <message>
        <source>root</source>
        <translation>como root</translation>
    </message>
    <message>
        <source>rootless</source>
        <translation>sin root</translation>
    </message>
    <message>
        <source>rootless, one user id</source>
        <translation>sin root, un solo usuario</translation>
    </message>
    <message>
        <source>sandboxed network</source>
        <translation>red aislada</translation>
    </message>
</context>
<context>
    <name>sw::ui::MountsModel</name>
    <message>
        <source>Cache mount</source>
        <translation>Montaje de caché</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Último uso</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Lo usa</translation>
    </message>
</context>
<context>
    <name>sw::ui::MountsView</name>
    <message>
        <source>Cache mounts</source>
        <translation>Montajes de caché</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
</context>
<context>
    <name>sw::ui::NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
</context>
<context>
    <name>sw::ui::PackagesModel</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Files of the package that are visible in this stage</source>
        <translation>Archivos del paquete visibles en esta etapa</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>The line that brought most bytes of the package</source>
        <translation>La línea que trajo más bytes del paquete</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Visible bytes of the package&apos;s files, hard links once</source>
        <translation>Bytes visibles de los archivos del paquete, enlaces duros una vez</translation>
    </message>
    <message>
        <source>base</source>
        <comment>image that a stage begins with</comment>
        <translation>base</translation>
    </message>
</context>
<context>
    <name>sw::ui::Pages</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>Line %1 of what was built is not in the editor as it was.</source>
        <translation>La línea %1 de lo construido ya no está en el editor como era.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Nothing was built here yet: choose two images to compare.</source>
        <translation>Aquí aún no se ha construido nada: elige dos imágenes para comparar.</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Cronología</translation>
    </message>
</context>
<context>
    <name>sw::ui::PairEditor</name>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
</context>
<context>
    <name>sw::ui::PointBar</name>
    <message>
        <source>%1 in %2</source>
        <comment>user in folder</comment>
        <translation>%1 en %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln package(s)</source>
        <translation>
            <numerusform>%Ln paquete</numerusform>
            <numerusform>%Ln paquetes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln variable(s)</source>
        <translation>
            <numerusform>%Ln variable</numerusform>
            <numerusform>%Ln variables</numerusform>
        </translation>
    </message>
    <message>
        <source>A step here would run as the user %1 in %2</source>
        <translation>Un paso se ejecutaría aquí con el usuario %1 en %2</translation>
    </message>
    <message>
        <source>After line %1: %2</source>
        <translation>Tras la línea %1: %2</translation>
    </message>
    <message>
        <source>One instruction back</source>
        <translation>Una instrucción atrás</translation>
    </message>
    <message>
        <source>One instruction on</source>
        <translation>Una instrucción adelante</translation>
    </message>
    <message>
        <source>Packages of this stage, by its own databases</source>
        <translation>Paquetes de esta etapa, según sus propias bases de datos</translation>
    </message>
    <message>
        <source>User, working directory and environment at this point</source>
        <translation>Usuario, carpeta de trabajo y entorno en este punto</translation>
    </message>
</context>
<context>
    <name>sw::ui::PointTrack</name>
    <message>
        <source>Point between two instructions</source>
        <translation>Punto entre dos instrucciones</translation>
    </message>
</context>
<context>
    <name>sw::ui::ProblemsModel</name>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1, línea %2: %3</translation>
    </message>
    <message>
        <source>Click to do this: %1</source>
        <translation>Pulse para hacerlo: %1</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Arreglo</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Sugerencia</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Aviso</translation>
    </message>
</context>
<context>
    <name>sw::ui::ProblemsPage</name>
    <message numerus="yes">
        <source>%Ln error(s)</source>
        <translation>
            <numerusform>%Ln error</numerusform>
            <numerusform>%Ln errores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hint(s)</source>
        <translation>
            <numerusform>%Ln sugerencia</numerusform>
            <numerusform>%Ln sugerencias</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln nota</numerusform>
            <numerusform>%Ln notas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warning(s)</source>
        <translation>
            <numerusform>%Ln advertencia</numerusform>
            <numerusform>%Ln advertencias</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter by words or rule</source>
        <translation>Filtrar por palabras o regla</translation>
    </message>
    <message>
        <source>Ignore %1 here</source>
        <translation>Ignorar %1 aquí</translation>
    </message>
    <message>
        <source>Mistakes and advice about the file appear here as you type.</source>
        <translation>Aquí aparecen los errores y consejos sobre el archivo a medida que se escribe.</translation>
    </message>
    <message>
        <source>More about it</source>
        <translation>Más información</translation>
    </message>
    <message>
        <source>No problem of the chosen kinds.</source>
        <translation>Ningún problema de los tipos elegidos.</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Sin problemas</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
</context>
<context>
    <name>sw::ui::RunSession</name>
    <message>
        <source>%1 ended with exit code %2.</source>
        <translation>%1 ha terminado con el código de salida %2.</translation>
    </message>
    <message>
        <source>%1 ended with exit code %2: %3</source>
        <translation>%1 ha terminado con el código de salida %2: %3</translation>
    </message>
    <message>
        <source>%1 has ended.</source>
        <translation>%1 ha terminado.</translation>
    </message>
    <message>
        <source>The image cannot be started: %1</source>
        <translation>No se puede arrancar la imagen: %1</translation>
    </message>
</context>
<context>
    <name>sw::ui::SecretsPopover</name>
    <message>
        <source>Add a secret</source>
        <translation>Añadir un secreto</translation>
    </message>
    <message>
        <source>File with the secret</source>
        <translation>Archivo con el secreto</translation>
    </message>
    <message>
        <source>File, or $VARIABLE</source>
        <translation>Archivo o $VARIABLE</translation>
    </message>
    <message>
        <source>For RUN --mount=type=secret. A secret reaches the step&apos;s process only: no layer, log, cache key or record holds it. Only its place is remembered here, never its value.</source>
        <translation>Para RUN --mount=type=secret. Un secreto llega solo al proceso del paso: no queda en ninguna capa, registro, clave de caché ni historial. Aquí solo se recuerda dónde está, nunca su valor.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secretos</translation>
    </message>
</context>
<context>
    <name>sw::ui::SettingsPanel</name>
    <message>
        <source>%1 pt</source>
        <translation>%1 pt</translation>
    </message>
    <message>
        <source>Advice about packages, users, labels and more, for the image that ships.</source>
        <translation>Consejos sobre paquetes, usuarios, etiquetas y más, para la imagen que se entrega.</translation>
    </message>
    <message>
        <source>Advice about the shell scripts of RUN, where the program shellcheck is installed.</source>
        <translation>Consejos sobre los scripts de shell de RUN, donde el programa shellcheck está instalado.</translation>
    </message>
    <message>
        <source>Also this computer&apos;s</source>
        <translation>También los de este equipo</translation>
    </message>
    <message>
        <source>Certificates inside RUN</source>
        <translation>Certificados dentro de RUN</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir una carpeta…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>For files opened for the first time; each file remembers its own choice.</source>
        <translation>Para los archivos que se abren por primera vez; cada archivo recuerda su propia elección.</translation>
    </message>
    <message>
        <source>Format the Dockerfile</source>
        <translation>Dar formato al Dockerfile</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>Its build checks, which `docker build --check` tells as well.</source>
        <translation>Sus comprobaciones de construcción, que también dice `docker build --check`.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Leave the layout as it is</source>
        <translation>Dejar el texto como está</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>Como el escritorio</translation>
    </message>
    <message>
        <source>Rules for problems</source>
        <translation>Reglas de los problemas</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Etapas</translation>
    </message>
    <message>
        <source>Stagewright&apos;s own rules about files with several stages.</source>
        <translation>Las reglas propias de Stagewright sobre archivos con varias etapas.</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Almacén</translation>
    </message>
    <message>
        <source>Store for images and layers</source>
        <translation>Almacén de imágenes y capas</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>Those of the image</source>
        <translation>Los de la imagen</translation>
    </message>
    <message>
        <source>When saving</source>
        <translation>Al guardar</translation>
    </message>
</context>
<context>
    <name>sw::ui::ShippingBar</name>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problema</numerusform>
            <numerusform>%Ln problemas</numerusform>
        </translation>
    </message>
    <message>
        <source>Ln %1, Col %2</source>
        <translation>Lín. %1, col. %2</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Sin problemas</translation>
    </message>
    <message>
        <source>Not built yet</source>
        <translation>Sin construir todavía</translation>
    </message>
    <message>
        <source>Ships &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt; built: &lt;b&gt;%3 %&lt;/b&gt; stays behind</source>
        <translation>Se entregan &lt;b&gt;%1&lt;/b&gt; de &lt;b&gt;%2&lt;/b&gt; construidos: el &lt;b&gt;%3 %&lt;/b&gt; se queda atrás</translation>
    </message>
    <message>
        <source>Show the problems list</source>
        <translation>Mostrar la lista de problemas</translation>
    </message>
    <message>
        <source>The build was stopped</source>
        <translation>Se ha detenido la construcción</translation>
    </message>
    <message>
        <source>The last build failed</source>
        <translation>La última construcción falló</translation>
    </message>
    <message>
        <source>Visible bytes of the final image: %1
Visible bytes of every stage that was built, shared layers once: %2</source>
        <translation>Bytes visibles de la imagen final: %1
Bytes visibles de todas las etapas construidas, con las capas comunes una sola vez: %2</translation>
    </message>
</context>
<context>
    <name>sw::ui::ShipsView</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>As one stage</source>
        <translation>En una sola etapa</translation>
    </message>
    <message>
        <source>As one stage: %1 = %2. Its own base (%3) would not be there.</source>
        <translation>En una sola etapa: %1 = %2. Su propia base (%3) no estaría.</translation>
    </message>
    <message>
        <source>Bytes that a COPY --from (or a FROM of a stage) took, of what was there. Return goes to the line.</source>
        <translation>Bytes que tomó un COPY --from (o un FROM de una etapa), de los que había. Intro lleva a la línea.</translation>
    </message>
    <message>
        <source>Fetched: %1</source>
        <translation>Descargado: %1</translation>
    </message>
    <message numerus="yes">
        <source>Files of those stages whose content this stage does not have: %Ln</source>
        <translation>
            <numerusform>Archivos de esas etapas cuyo contenido no tiene esta: %Ln</numerusform>
            <numerusform>Archivos de esas etapas cuyo contenido no tiene esta: %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1 from %2: %3 of %4</source>
        <comment>bytes of bytes</comment>
        <translation>Línea %1 desde %2: %3 de %4</translation>
    </message>
    <message>
        <source>Line %1 in &apos;%2&apos;</source>
        <translation>Línea %1 en &apos;%2&apos;</translation>
    </message>
    <message>
        <source>Of it %1 came by COPY --from, so they are in a root above as well</source>
        <translation>De ello, %1 llegaron por COPY --from, así que están también en una raíz de arriba</translation>
    </message>
    <message>
        <source>Return shows it in its stage</source>
        <translation>Intro lo muestra en su etapa</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>The base image %1</source>
        <translation>La imagen base %1</translation>
    </message>
    <message>
        <source>The build context</source>
        <translation>El contexto de construcción</translation>
    </message>
    <message>
        <source>The context &apos;%1&apos;</source>
        <translation>El contexto &apos;%1&apos;</translation>
    </message>
    <message>
        <source>The image %1</source>
        <translation>La imagen %1</translation>
    </message>
    <message>
        <source>The root of &apos;%1&apos;</source>
        <translation>La raíz de &apos;%1&apos;</translation>
    </message>
    <message>
        <source>Visible bytes of that stage, its base with them</source>
        <translation>Bytes visibles de esa etapa, con su base</translation>
    </message>
    <message>
        <source>Visible bytes of this stage by the place where they came to be. Return shows the files, or the line that made them.</source>
        <translation>Bytes visibles de esta etapa según dónde nacieron. Intro muestra los archivos, o la línea que los hizo.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What crossed from other stages</source>
        <translation>Qué llegó de otras etapas</translation>
    </message>
    <message>
        <source>What ships</source>
        <translation>Qué se entrega</translation>
    </message>
    <message>
        <source>What stays behind</source>
        <translation>Qué se queda atrás</translation>
    </message>
    <message>
        <source>What this stage&apos;s own steps add</source>
        <translation>Lo que añaden los pasos propios de esta etapa</translation>
    </message>
    <message>
        <source>Where its files began</source>
        <translation>Dónde nacieron sus archivos</translation>
    </message>
    <message>
        <source>Without layers that were counted already</source>
        <translation>Sin capas que ya se contaron</translation>
    </message>
    <message>
        <source>Written in the Dockerfile</source>
        <translation>Escrito en el Dockerfile</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>etapa %1</translation>
    </message>
    <message>
        <source>the root of &apos;%1&apos; (%2)</source>
        <translation>la raíz de &apos;%1&apos; (%2)</translation>
    </message>
    <message>
        <source>the root of &apos;%1&apos; without layers that were counted already (%2)</source>
        <translation>la raíz de &apos;%1&apos; sin capas ya contadas (%2)</translation>
    </message>
    <message>
        <source>what this stage&apos;s own steps add (%1)</source>
        <translation>lo que añaden los pasos propios de esta etapa (%1)</translation>
    </message>
</context>
<context>
    <name>sw::ui::StageGraphView</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>No se puede escribir %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>No se puede escribir %1: %2</translation>
    </message>
    <message>
        <source>%1 needed of %2</source>
        <translation>necesarias: %1 de %2</translation>
    </message>
    <message>
        <source>%1: the name must end in .svg, .png, .pdf or .dot.</source>
        <translation>%1: el nombre debe terminar en .svg, .png, .pdf o .dot.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; begins after &apos;%2&apos;: a stage can only copy from stages above it.</source>
        <translation>«%1» empieza después de «%2»: una etapa solo puede copiar de las que están más arriba.</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Tamaño real</translation>
    </message>
    <message>
        <source>Copy from &apos;%1&apos; to &apos;%2&apos;</source>
        <translation>Copiar de «%1» a «%2»</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>Exportar el grafo</translation>
    </message>
    <message>
        <source>Export the graph…</source>
        <translation>Exportar el grafo…</translation>
    </message>
    <message>
        <source>Fit the whole graph</source>
        <translation>Ajustar el grafo entero</translation>
    </message>
    <message>
        <source>Go to line %1</source>
        <translation>Ir a la línea %1</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>Imagen %1</translation>
    </message>
    <message>
        <source>Pictures and Graphviz (*.svg *.png *.pdf *.dot)</source>
        <translation>Imágenes y Graphviz (*.svg *.png *.pdf *.dot)</translation>
    </message>
    <message>
        <source>Rename the stage…</source>
        <translation>Cambiar el nombre de la etapa…</translation>
    </message>
    <message>
        <source>Select a stage first.</source>
        <translation>Seleccione antes una etapa.</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Etapa %1</translation>
    </message>
    <message>
        <source>Stage graph</source>
        <translation>Grafo de etapas</translation>
    </message>
    <message>
        <source>The graph was written to %1.</source>
        <translation>El grafo se ha guardado en %1.</translation>
    </message>
    <message>
        <source>The stages appear here. A stage begins with FROM, for example: FROM node:18 AS builder</source>
        <translation>Aquí aparecen las etapas. Una etapa empieza con FROM, por ejemplo: FROM node:18 AS builder</translation>
    </message>
    <message>
        <source>There is no graph to export.</source>
        <translation>No hay ningún grafo que exportar.</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>no stages</source>
        <translation>sin etapas</translation>
    </message>
</context>
<context>
    <name>sw::ui::StageStrip</name>
    <message>
        <source>Stage %1: %2</source>
        <translation>Etapa %1: %2</translation>
    </message>
</context>
<context>
    <name>sw::ui::StepsModel</name>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
</context>
<context>
    <name>sw::ui::StoreSession</name>
    <message>
        <source>%1 was removed. Its layers go when the store is pruned.</source>
        <translation>Se ha quitado %1. Sus capas desaparecerán al limpiar el almacén.</translation>
    </message>
    <message>
        <source>Docker now has %1</source>
        <translation>Docker ya tiene %1</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportado a %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>Exportando %1</translation>
    </message>
    <message>
        <source>Loading %1 into Docker</source>
        <translation>Cargando %1 en Docker</translation>
    </message>
    <message>
        <source>Pushed %1</source>
        <translation>Publicado %1</translation>
    </message>
    <message>
        <source>Pushing %1</source>
        <translation>Publicando %1</translation>
    </message>
    <message>
        <source>The cache mount %1 is empty.</source>
        <translation>El montaje de caché %1 está vacío.</translation>
    </message>
    <message>
        <source>The image is now also called %1.</source>
        <translation>La imagen también se llama ahora %1.</translation>
    </message>
</context>
<context>
    <name>sw::ui::SummaryBar</name>
    <message>
        <source>about</source>
        <translation>unos</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>al menos</translation>
    </message>
    <message numerus="yes">
        <source>built</source>
        <comment>steps</comment>
        <translation>
            <numerusform>construido</numerusform>
            <numerusform>construidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>cached</source>
        <comment>steps</comment>
        <translation>
            <numerusform>en caché</numerusform>
            <numerusform>en caché</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>depend on output</source>
        <comment>steps</comment>
        <translation>
            <numerusform>depende de la salida</numerusform>
            <numerusform>dependen de la salida</numerusform>
        </translation>
    </message>
    <message>
        <source>final</source>
        <translation>final</translation>
    </message>
    <message>
        <source>final: visible bytes of the image. ≈: some of it as an earlier build measured it; ≥: not all of it is known yet.</source>
        <translation>final: bytes visibles de la imagen. ≈: en parte según midió una construcción anterior; ≥: aún no se conoce toda.</translation>
    </message>
    <message numerus="yes">
        <source>running</source>
        <comment>steps</comment>
        <translation>
            <numerusform>en curso</numerusform>
            <numerusform>en curso</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared</source>
        <comment>steps</comment>
        <translation>
            <numerusform>compartido</numerusform>
            <numerusform>compartidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>will run</source>
        <comment>steps</comment>
        <translation>
            <numerusform>se ejecutará</numerusform>
            <numerusform>se ejecutarán</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::Theme</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 byte</translation>
    </message>
    <message>
        <source>built</source>
        <translation>construido</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>en caché</translation>
    </message>
    <message>
        <source>depends on output</source>
        <translation>depende de la salida</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>no files</source>
        <translation>sin archivos</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>no necesario</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>shared with an equal step</source>
        <translation>compartido con un paso igual</translation>
    </message>
    <message>
        <source>will run</source>
        <translation>se ejecutará</translation>
    </message>
</context>
<context>
    <name>sw::ui::TimelinePage</name>
    <message>
        <source>After a build, each step stands here as a bar: when it ran, for how long, and which steps decided how long the build took.</source>
        <translation>Después de construir, cada paso aparece aquí como una barra: cuándo se ejecutó, cuánto tardó y qué pasos decidieron la duración total.</translation>
    </message>
    <message>
        <source>No build yet</source>
        <translation>Todavía no se ha construido</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>En marcha desde hace %1</translation>
    </message>
    <message>
        <source>Steps of the build</source>
        <translation>Pasos de la construcción</translation>
    </message>
    <message>
        <source>Took %1 · work %2 · critical path %3</source>
        <translation>Tardó %1 · trabajo %2 · camino crítico %3</translation>
    </message>
    <message>
        <source>Took: from start to end. Work: all steps added up, more than it took when steps ran side by side. Critical path: the chain of steps that decided how long it took.</source>
        <translation>Tardó: de principio a fin. Trabajo: la suma de todos los pasos, mayor que la duración cuando hubo pasos en paralelo. Camino crítico: la cadena de pasos que decidió la duración.</translation>
    </message>
</context>
<context>
    <name>sw::ui::TimelineView</name>
    <message>
        <source>On the critical path: a faster step here makes the build faster</source>
        <translation>En el camino crítico: si este paso va más rápido, la construcción también</translation>
    </message>
    <message>
        <source>Timeline of the build</source>
        <translation>Cronología de la construcción</translation>
    </message>
    <message>
        <source>engine</source>
        <comment>lane of tasks that belong to no stage</comment>
        <translation>motor</translation>
    </message>
</context>
<context>
    <name>sw::ui::TopBar</name>
    <message>
        <source>Arguments</source>
        <translation>Argumentos</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Construir</translation>
    </message>
    <message>
        <source>Build again whenever the file is saved or a file of the context changes</source>
        <translation>Volver a construir cada vez que se guarda el archivo o cambia un archivo del contexto</translation>
    </message>
    <message>
        <source>Build the target (Ctrl+B)</source>
        <translation>Construir el objetivo (Ctrl+B)</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>Host CA</source>
        <translation>CA del equipo</translation>
    </message>
    <message>
        <source>Last stage</source>
        <translation>Última etapa</translation>
    </message>
    <message>
        <source>On save</source>
        <translation>Al guardar</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secretos</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stop the build (Esc in the log, or Ctrl+Shift+B)</source>
        <translation>Detener la construcción (Esc en el registro, o Ctrl+Mayús+B)</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>Trust this computer&apos;s certificates inside RUN: for a company&apos;s or school&apos;s network that opens TLS. They reach no layer and no image.</source>
        <translation>Confiar en los certificados de este equipo dentro de RUN: para la red de una empresa o un centro educativo que abre las conexiones TLS. No llegan a ninguna capa ni imagen.</translation>
    </message>
</context>
<context>
    <name>sw::ui::TreemapCanvas</name>
    <message>
        <source>Nothing that fits the filter has bytes</source>
        <translation>Nada de lo que cumple el filtro ocupa bytes</translation>
    </message>
    <message>
        <source>There are no bytes in it</source>
        <translation>No contiene bytes</translation>
    </message>
    <message>
        <source>Treemap of the files</source>
        <translation>Mapa de áreas de los archivos</translation>
    </message>
    <message>
        <source>added</source>
        <translation>añadido</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>como antes</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiado</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>línea %1</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>eliminado</translation>
    </message>
</context>
<context>
    <name>sw::ui::TreemapView</name>
    <message>
        <source>Colour: change</source>
        <translation>Color: cambio</translation>
    </message>
    <message>
        <source>Colour: kind</source>
        <translation>Color: clase</translation>
    </message>
    <message>
        <source>Colour: layer</source>
        <translation>Color: capa</translation>
    </message>
    <message>
        <source>Colour: stage</source>
        <translation>Color: etapa</translation>
    </message>
    <message>
        <source>Cushions</source>
        <translation>Relieve</translation>
    </message>
    <message>
        <source>Folder of the treemap</source>
        <translation>Carpeta del mapa de áreas</translation>
    </message>
    <message>
        <source>Shows what belongs together by light and shade instead of frames</source>
        <translation>Muestra lo que va junto con luz y sombra en lugar de marcos</translation>
    </message>
    <message>
        <source>What the colours of the treemap say</source>
        <translation>Qué indican los colores del mapa de áreas</translation>
    </message>
    <message>
        <source>What the colours stand for</source>
        <translation>Qué significan los colores</translation>
    </message>
</context>
<context>
    <name>sw::ui::ValuesView</name>
    <message numerus="yes">
        <source>%Ln shared, %1</source>
        <translation>
            <numerusform>%Ln común, %1</numerusform>
            <numerusform>%Ln comunes, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Differences of configuration, history and layers</source>
        <translation>Diferencias de configuración, historial y capas</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>línea %1: %2</translation>
    </message>
    <message>
        <source>none is shared</source>
        <translation>ninguna es común</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>sin valor</translation>
    </message>
</context>
<context>
    <name>sw::ui::WelcomePage</name>
    <message>
        <source>Browse an image…</source>
        <translation>Explorar una imagen…</translation>
    </message>
    <message>
        <source>Examples of the lesson</source>
        <translation>Ejemplos de la lección</translation>
    </message>
    <message>
        <source>Layers and files of an image, an archive or an OCI folder: what is in it, and what makes it big</source>
        <translation>Capas y archivos de una imagen, un archivo comprimido o una carpeta OCI: qué contiene y qué la hace grande</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>Archivo nuevo</translation>
    </message>
    <message>
        <source>Open a Dockerfile…</source>
        <translation>Abrir un Dockerfile…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Recientes</translation>
    </message>
    <message>
        <source>See what a multi-stage Dockerfile builds, what a build will do, and where the bytes go.</source>
        <translation>Vea qué construye un Dockerfile multietapa, qué hará la construcción y adónde van los bytes.</translation>
    </message>
    <message>
        <source>Start from a template</source>
        <translation>Empezar con una plantilla</translation>
    </message>
</context>
<context>
    <name>sw::ui::Workspace</name>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Etapas</translation>
    </message>
</context>
</TS>
