export const texts = {
  es: {
    language: 'Idioma',
    lead:
      'Esta página se construyó en una etapa con Node.js y npm, y viaja en otra que solo ' +
      'tiene nginx. De todo lo que hizo falta para construirla, en la imagen final no queda nada ' +
      'más que lo que estás viendo.',
    flowTitle: 'Qué hace cada instrucción',
    flowHint: 'Elige una instrucción.',
    stageBuilder: 'Etapa 1 · builder',
    stageFinal: 'Etapa 2 · imagen final',
    stays: 'se queda atrás',
    ships: 'se distribuye',
    travels: '/app/build viaja',
    explain: {
      'from-node':
        'La primera etapa parte de una imagen con Node.js y npm. Se llama «builder» para que ' +
        'otras etapas puedan copiar de ella.',
      workdir: 'A partir de aquí se trabaja en /app. Si la carpeta no existe, se crea.',
      'copy-package':
        'Copia solo la lista de dependencias. Mientras no cambie, el paso siguiente sale de la caché.',
      install:
        'Instala React, Vite y todo lo que necesitan. Es el paso más lento y el que más espacio ocupa.',
      'copy-all':
        'Copia el resto del proyecto. Lo que nombra .dockerignore (node_modules, el propio Dockerfile) no entra.',
      build: 'Vite compila la aplicación y deja archivos estáticos en /app/build.',
      'from-nginx':
        'Un segundo FROM empieza otra imagen desde cero: nada de la etapa anterior pasa solo.',
      'copy-build':
        'El único puente entre las etapas: los archivos ya compilados pasan a la carpeta que sirve nginx.',
      expose: 'Anota que el servidor escucha en el puerto 80. No abre nada por sí mismo.',
      cmd: 'Lo que se ejecuta al arrancar la imagen: nginx, en primer plano.',
    },
    weightsTitle: 'Qué se queda y qué viaja',
    weightsLeft: 'node_modules, en la etapa builder',
    weightsShipped: 'esta página, en la imagen final',
    weightsNote: (times) =>
      `Son medidas reales de esta construcción: lo que viaja pesa ${times} veces menos.`,
    files: 'archivos',
    labTitle: 'Qué se vuelve a ejecutar',
    labQuestion: 'Imagina que construyes otra vez después de cambiar…',
    labChoices: {
      none: 'nada',
      touch: 'solo la fecha de un archivo',
      'src/App.jsx': 'un texto en src/App.jsx',
      'package.json': 'una dependencia en package.json',
    },
    labRuns: 'se ejecuta',
    labHit: 'de la caché',
    labNone: 'Todo sale de la caché: el contenido es lo que cuenta, no la fecha.',
    labSome: (count) =>
      `Se ejecutan ${count} instrucciones: las afectadas y las que dependen de ellas. Las demás salen de la caché.`,
    footer: 'Un ejemplo de Stagewright. Cámbialo, constrúyelo otra vez y mira qué pasa.',
  },
  en: {
    language: 'Language',
    lead:
      'This page was built in a stage with Node.js and npm, and ships in another that has ' +
      'nginx alone. Of all that was needed to build it, nothing is left in the final image but ' +
      'what you are looking at.',
    flowTitle: 'What each instruction does',
    flowHint: 'Choose an instruction.',
    stageBuilder: 'Stage 1 · builder',
    stageFinal: 'Stage 2 · final image',
    stays: 'stays behind',
    ships: 'ships',
    travels: '/app/build travels',
    explain: {
      'from-node':
        'The first stage starts from an image with Node.js and npm. It is named “builder” so that ' +
        'other stages can copy from it.',
      workdir: 'From here on, work happens in /app. The folder is made if it is not there.',
      'copy-package':
        'Copies the list of dependencies only. As long as it does not change, the next step comes from the cache.',
      install:
        'Installs React, Vite and all that they need: the slowest step, and the one that takes most room.',
      'copy-all':
        'Copies the rest of the project. What .dockerignore names (node_modules, the Dockerfile itself) stays out.',
      build: 'Vite compiles the application and leaves static files in /app/build.',
      'from-nginx':
        'A second FROM starts another image from scratch: nothing of the earlier stage comes along by itself.',
      'copy-build':
        'The only bridge between the stages: the compiled files go to the folder that nginx serves.',
      expose: 'Notes that the server listens on port 80. It opens nothing by itself.',
      cmd: 'What runs when the image is started: nginx, in the foreground.',
    },
    weightsTitle: 'What stays and what ships',
    weightsLeft: 'node_modules, in the builder stage',
    weightsShipped: 'this page, in the final image',
    weightsNote: (times) =>
      `Measured in this very build: what ships weighs ${times} times less.`,
    files: 'files',
    labTitle: 'What runs again',
    labQuestion: 'Imagine that you build again after changing…',
    labChoices: {
      none: 'nothing',
      touch: 'just the date of a file',
      'src/App.jsx': 'a text in src/App.jsx',
      'package.json': 'a dependency in package.json',
    },
    labRuns: 'runs',
    labHit: 'from the cache',
    labNone: 'All of it comes from the cache: content is what counts, not the date.',
    labSome: (count) =>
      `${count} instructions run: those affected and those that depend on them. The others come from the cache.`,
    footer: 'An example of Stagewright. Change it, build it again and see what happens.',
  },
};
