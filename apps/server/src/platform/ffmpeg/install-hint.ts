import { existsSync } from 'node:fs';

const commands = [
  { tool: '/usr/bin/apt-get', command: 'sudo apt-get install -y ffmpeg' },
  {
    tool: '/usr/bin/dnf',
    command:
      'sudo dnf install -y https://download1.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm && sudo dnf install -y ffmpeg',
  },
  { tool: '/sbin/apk', command: 'sudo apk add ffmpeg' },
  { tool: '/usr/bin/pacman', command: 'sudo pacman -S ffmpeg' },
  { tool: '/opt/homebrew/bin/brew', command: 'brew install ffmpeg' },
  { tool: '/usr/local/bin/brew', command: 'brew install ffmpeg' },
] as const;

/** The one command that installs ffmpeg on this system. */
export function ffmpegInstallHint(): string {
  const found = commands.find(({ tool }) => existsSync(tool));
  return found?.command ?? 'install ffmpeg 5.1 or newer from https://ffmpeg.org/download.html, or set FFMPEG_PATH';
}
