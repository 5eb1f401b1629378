import type { InstallRecipe, PlainFile } from '../process/definition/recipe.ts'

/** A program of the operator that makes a folder of packages. */
export interface InstallCommand {
  /** A path, or a name that is looked up in PATH. */
  readonly program: string
  readonly args: readonly string[]
  /** What brings the program where it is missing, as an imperative sentence. */
  readonly needed: string
}

/** What an installation consists of. Data only. */
export interface InstallSteps {
  /** Path to text, written first. */
  readonly files: Readonly<Record<string, string>>
  readonly commands: readonly InstallCommand[]
  /** Folders with scripts that name the folder they were made in. */
  readonly scriptFolders: readonly string[]
}

/** @param folder where it is made */
export function installSteps(recipe: InstallRecipe, version: string, folder: string): InstallSteps {
  const files = Object.fromEntries(
    Object.entries(recipe.files ?? {}).map(([name, file]) => [name, textOf(file)] as const),
  )
  return recipe.kind === 'npm' ? npmSteps(recipe, version, folder, files) : pipSteps(recipe, version, folder, files)
}

type Files = InstallSteps['files']
type Of<Kind> = Extract<InstallRecipe, { readonly kind: Kind }>

function npmSteps(recipe: Of<'npm'>, version: string, folder: string, files: Files): InstallSteps {
  const { package: name, with: others, overrides, scripts = false } = recipe
  const manifest = { private: true, type: 'module', dependencies: { ...others, [name]: version }, overrides }
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  return {
    files: { ...files, 'package.json': textOf({ json: manifest }) },
    commands: [
      {
        program: 'npm',
        // Said outright: within `npm run` the environment names the project of that run.
        args: ['install', '--prefix', folder, ...quiet, ...(scripts ? [] : ['--ignore-scripts'])],
        needed: 'Install Node.js with npm.',
      },
    ],
    scriptFolders: [],
  }
}

function pipSteps(recipe: Of<'pip'>, version: string, folder: string, files: Files): InstallSteps {
  const { package: name, with: others = {} } = recipe
  const wanted = [`${name}==${version}`, ...Object.entries(others).map(([other, its]) => `${other}==${its}`)]
  const needed = 'Install Python 3 with its venv module (Debian: python3-venv).'
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input']
  return {
    files,
    commands: [
      { program: 'python3', args: ['-m', 'venv', folder], needed },
      { program: `${folder}/bin/python3`, args: ['-m', 'pip', 'install', ...quiet, ...wanted], needed },
    ],
    scriptFolders: ['bin'],
  }
}

function textOf({ json, text }: PlainFile): string {
  return text ?? `${JSON.stringify(json, null, 2)}\n`
}
